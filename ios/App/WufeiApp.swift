/// The app: one loop for its life, and the page that shows its view.
import Core
import SwiftUI
import UI

@main
struct WufeiApp: App {
    @StateObject private var core = WufeiApp.open()

    var body: some Scene {
        WindowGroup {
            Page(view: core.view) { core.send($0) }
                .onAppear { core.send(.start) }
        }
    }

    /// The database lies where the system neither clears nor shows it to the person.
    private static func open() -> CoreLoop {
        let support = FileManager.default.urls(
            for: .applicationSupportDirectory, in: .userDomainMask)[0]
        let settings = Bundle.main.infoDictionary ?? [:]
        let config = WufeiConfig(
            folder: support.appendingPathComponent("wufei").path,
            server: settings["WufeiServer"] as? String ?? "",
            city: settings["WufeiCity"] as? String ?? "",
            extraRootPem: nil)
        do {
            return try CoreLoop(config: config, abilities: Voice()) { NSLog("wufei: %@", "\($0)") }
        } catch {
            fatalError("the core does not open: \(error)")
        }
    }
}
