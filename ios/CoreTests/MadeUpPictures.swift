/// Pictures without a camera, and what they are known by.
import Foundation

@testable import Core

/// What somebody does who is asked for a picture.
enum Pick: Sendable {
    case picture(Data)
    /// Picks one that is gone when it is to be copied.
    case gone
    /// Changes their mind.
    case nothing
}

/// Somebody who does one thing after the other, through the shell's own copies; then nothing.
final class MadeUpPictures: PhotoPicker, @unchecked Sendable {
    private let folder: URL
    private let lock = NSLock()
    private var picks: [Pick] = []
    private var asked: [String] = []

    init(folder: URL) { self.folder = folder }

    var hints: [String] { lock.withLock { asked } }

    /// Copies that are still there: the core removes each.
    var left: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    }

    func next(_ more: Pick...) { lock.withLock { picks += more } }

    func pick(_ wanted: PickPhoto) async throws -> Picked {
        let pick = lock.withLock {
            asked.append(wanted.hint)
            return picks.isEmpty ? Pick.nothing : picks.removeFirst()
        }
        let copies = PictureCopies(in: folder)
        return switch pick {
        case .picture(let bytes): copies.copy(bytes)
        case .gone: copies.copy(folder.appendingPathComponent("gone"))
        case .nothing: .cancelled
        }
    }
}

/// Squares of one colour, 24 pixels a side, as PNG.
enum Pictures {
    static let blue = picture(
        "iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAIAAABvFaqvAAAAH0lEQVR42mMQDV9GFcQwatCo"
            + "QaMGjRo0atCoQQNvEADSHGifcQ7XlwAAAABJRU5ErkJggg==")
    static let green = picture(
        "iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAIAAABvFaqvAAAAH0lEQVR42mOQzTanCmIYNWjU"
            + "oFGDRg0aNWjUoIE3CACveq3Q2AB0LQAAAABJRU5ErkJggg==")

    private static func picture(_ base64: String) -> Data { Data(base64Encoded: base64) ?? Data() }
}

/// SHA-256 in hexadecimal digits, as the system's own program counts it.
func hash(of bytes: Data) throws -> String {
    let counter = Process()
    counter.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    counter.arguments = ["sha256sum"]
    let (asked, said) = (Pipe(), Pipe())
    counter.standardInput = asked
    counter.standardOutput = said
    try counter.run()
    try asked.fileHandleForWriting.write(contentsOf: bytes)
    try asked.fileHandleForWriting.close()
    let line = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    counter.waitUntilExit()
    return String(line.prefix { $0 != " " })
}
