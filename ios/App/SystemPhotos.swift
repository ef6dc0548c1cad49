/// Picking a picture with the system's picker, or taking one with its camera.
import Core
import PhotosUI
import UIKit
import UniformTypeIdentifiers

/// Asks which of both; where there is no camera, nothing is asked. The picker runs in a process of
/// its own and needs no permission; the camera asks for its own.
@MainActor
final class SystemPhotos: NSObject, PhotoPicker {
    /// JPEG of a camera's picture, before the core makes it smaller.
    private static let quality = 0.9

    private let copies: PictureCopies
    private let pending = Pending<ObjectIdentifier, Picked>()

    init(copies: PictureCopies) { self.copies = copies }

    func pick(_ wanted: PickPhoto) async throws -> Picked {
        // Nobody looks at an older question any more.
        pending.finishAll(with: .cancelled)
        guard let front = Front.controller else { return .cancelled }
        guard UIImagePickerController.isSourceTypeAvailable(.camera) else {
            return await chosen(over: front)
        }
        switch await way(wanted, over: front) {
        case .take: return await taken(over: front)
        case .choose: return await chosen(over: front)
        case nil: return .cancelled
        }
    }

    private enum Way { case take, choose }

    private func way(_ wanted: PickPhoto, over front: UIViewController) async -> Way? {
        await withCheckedContinuation { continuation in
            // A sheet would be a bubble on a tablet, which must come from somewhere.
            let question = UIAlertController(
                title: nil, message: wanted.hint, preferredStyle: .alert)
            let ways: [(String, Way?, UIAlertAction.Style)] = [
                (wanted.takeLabel, .take, .default), (wanted.chooseLabel, .choose, .default),
                (wanted.cancelLabel, nil, .cancel),
            ]
            for (label, way, style) in ways {
                question.addAction(
                    UIAlertAction(title: label, style: style) { _ in
                        continuation.resume(returning: way)
                    })
            }
            front.present(question, animated: true)
        }
    }

    private func taken(over front: UIViewController) async -> Picked {
        let camera = UIImagePickerController()
        camera.sourceType = .camera
        camera.delegate = self
        return await answer(of: camera, over: front)
    }

    private func chosen(over front: UIViewController) async -> Picked {
        var wanted = PHPickerConfiguration()
        wanted.filter = .images
        // The core reads JPEG, PNG and WebP; the system makes one of them from what phones keep.
        wanted.preferredAssetRepresentationMode = .compatible
        let picker = PHPickerViewController(configuration: wanted)
        picker.delegate = self
        return await answer(of: picker, over: front)
    }

    private func answer(of picker: UIViewController, over front: UIViewController) async -> Picked {
        picker.presentationController?.delegate = self
        return await pending.answer(for: ObjectIdentifier(picker)) {
            front.present(picker, animated: true)
        }
    }

    private func finish(_ picker: UIViewController, with picked: Picked) {
        let key = ObjectIdentifier(picker)
        picker.dismiss(animated: true) { [pending] in pending.finish(key, with: picked) }
    }
}

extension SystemPhotos: PHPickerViewControllerDelegate {
    func picker(_ picker: PHPickerViewController, didFinishPicking results: [PHPickerResult]) {
        guard let picture = results.first?.itemProvider else {
            return finish(picker, with: .cancelled)
        }
        let kinds = [UTType.jpeg, .png, .webP, .image].map(\.identifier)
        let kind = kinds.first(where: picture.hasItemConformingToTypeIdentifier)
        // The system's file is gone when the callback returns.
        picture.loadFileRepresentation(forTypeIdentifier: kind ?? UTType.image.identifier) {
            [copies] file, error in
            let picked: Picked =
                file.map(copies.copy) ?? .failed(why: error.map { "\($0)" } ?? "no file")
            Task { @MainActor in self.finish(picker, with: picked) }
        }
    }
}

extension SystemPhotos: UIImagePickerControllerDelegate, UINavigationControllerDelegate {
    func imagePickerController(
        _ picker: UIImagePickerController,
        didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]
    ) {
        let picture = (info[.originalImage] as? UIImage)?.jpegData(
            compressionQuality: Self.quality)
        finish(picker, with: picture.map(copies.copy) ?? .failed(why: "no picture"))
    }

    func imagePickerControllerDidCancel(_ picker: UIImagePickerController) {
        finish(picker, with: .cancelled)
    }
}

/// Pulled down by hand: no delegate of the picker itself hears of it.
extension SystemPhotos: UIAdaptivePresentationControllerDelegate {
    func presentationControllerDidDismiss(_ presentation: UIPresentationController) {
        pending.finish(
            ObjectIdentifier(presentation.presentedViewController), with: .cancelled)
    }
}
