/// What the person looks at, to show something of the system's over it.
import UIKit

@MainActor
enum Front {
    /// The topmost of the active window.
    static var controller: UIViewController? {
        let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
        let scene = scenes.first { $0.activationState == .foregroundActive }
        var front = scene?.windows.first { $0.isKeyWindow }?.rootViewController
        while let above = front?.presentedViewController { front = above }
        return front
    }
}
