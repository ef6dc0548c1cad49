/// Opening the core, and what stands on the screen when it does not open: a full disk, a folder
/// that cannot be read. Everything else on any screen comes from the core.
import Core
import SwiftUI

@MainActor
final class Opening: ObservableObject {
    @Published private(set) var core: CoreLoop?
    private(set) var why = ""

    init() { open() }

    func open() {
        let copies = PictureCopies(
            in: FileManager.default.temporaryDirectory.appendingPathComponent("picked"))
        copies.begin()
        let abilities = Abilities(
            voice: SystemVoice(), sharing: ShareSheet(), locator: SystemLocator(),
            photos: SystemPhotos(copies: copies))
        do {
            let core = try CoreLoop(
                config: Self.config(), abilities: abilities, secrets: Keychain()
            ) {
                NSLog("wufei: %@", "\($0)")
            }
            core.send(.start)
            self.core = core
        } catch {
            objectWillChange.send()
            why = "\(error)"
        }
    }

    /// The database lies where the system neither clears nor shows it to the person.
    private static func config() -> WufeiConfig {
        let support = FileManager.default.urls(
            for: .applicationSupportDirectory, in: .userDomainMask)[0]
        let settings = Bundle.main.infoDictionary ?? [:]
        return WufeiConfig(
            folder: support.appendingPathComponent("wufei").path,
            server: settings["WufeiServer"] as? String ?? "",
            city: settings["WufeiCity"] as? String ?? "",
            extraRootPem: nil, seal: nil, picksPhotos: true)
    }
}

/// In both languages, as nobody can say which the person chose.
struct NotOpenPage: View {
    let why: String
    let again: () -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 20) {
            Text("打不开本机资料。请看看手机是否已满，再试一次。").font(.title)
            Text("The data on this phone does not open. See whether it is full, then try again.")
                .font(.title2)
            Button(action: again) {
                Text("再试一次 · Try again").font(.title).frame(maxWidth: .infinity, minHeight: 60)
            }
            .buttonStyle(.borderedProminent)
            Text(why).font(.body).foregroundColor(.secondary)
        }
        .padding()
        .frame(maxWidth: 704)
    }
}
