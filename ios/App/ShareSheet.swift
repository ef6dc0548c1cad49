/// Sharing with the system's sheet.
import Core
import UIKit

@MainActor
final class ShareSheet: Sharing {
    private let pending = Pending<UUID, Shared>()

    /// Answers when the sheet is closed. What the other app did with the text nobody tells.
    func share(text: String) async throws -> Shared {
        guard let front = Front.controller else { return .unavailable(why: "no window to show it in") }
        let key = UUID()
        let sheet = UIActivityViewController(activityItems: [text], applicationActivities: nil)
        sheet.completionWithItemsHandler = { [pending] _, completed, _, error in
            let shared: Shared =
                if let error {
                    .unavailable(why: "\(error)")
                } else {
                    completed ? .done : .cancelled
                }
            Task { @MainActor in pending.finish(key, with: shared) }
        }
        // A tablet shows the sheet as a bubble, which must come from somewhere.
        if let bubble = sheet.popoverPresentationController {
            bubble.sourceView = front.view
            bubble.sourceRect = CGRect(
                x: front.view.bounds.midX, y: front.view.bounds.midY, width: 0, height: 0)
            bubble.permittedArrowDirections = []
        }
        return await pending.answer(for: key) { front.present(sheet, animated: true) }
    }
}
