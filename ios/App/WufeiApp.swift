/// The app: one core for its life, and the page that shows its view.
import Core
import SwiftUI
import UI

@main
struct WufeiApp: App {
    @StateObject private var opening = Opening()

    var body: some Scene {
        WindowGroup {
            if let core = opening.core {
                CorePage(core: core)
            } else {
                NotOpenPage(why: opening.why, again: opening.open)
            }
        }
    }
}

/// Shows each view of an open core.
private struct CorePage: View {
    @ObservedObject var core: CoreLoop

    var body: some View {
        Page(view: core.view) { core.send($0) }
    }
}
