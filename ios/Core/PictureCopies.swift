/// Copies of pictures that a person picked or took: the system's own files are gone in a moment.
import Foundation
import WufeiBindings

/// A folder of the app's own. Each copy in it is the core's once its path is told.
public struct PictureCopies: Sendable {
    private let folder: URL

    public init(in folder: URL) { self.folder = folder }

    /// What an earlier process left is nobody's: the question went with it.
    public func begin() { try? FileManager.default.removeItem(at: folder) }

    public func copy(_ picture: URL) -> Picked {
        kept { try FileManager.default.copyItem(at: picture, to: $0) }
    }

    public func copy(_ picture: Data) -> Picked {
        kept { try picture.write(to: $0) }
    }

    /// Nothing is left of a copy that did not come about.
    private func kept(_ write: (URL) throws -> Void) -> Picked {
        let place = folder.appendingPathComponent(UUID().uuidString)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try write(place)
            return .file(path: place.path)
        } catch {
            try? FileManager.default.removeItem(at: place)
            return .failed(why: "\(error)")
        }
    }
}
