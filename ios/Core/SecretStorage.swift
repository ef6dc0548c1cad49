/// Where the phone keeps what a copy of the app's files must not give away.
import Foundation
import WufeiBindings

/// Asked once, before the core is opened. It may throw; the app then opens as if there were none.
public protocol SecretStorage: Sendable {
    func sealKey() throws -> SealKey
}

/// The key that the core seals the device's token with. No text shows its bytes.
public enum SealKey: Sendable {
    /// Bytes of a key: what the core takes.
    public static let bytes = 32

    /// `SealKey.bytes` bytes of chance, the same at every start.
    case kept(Data)
    case unavailable(why: String)
}

extension SealKey: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .kept(let key): "a key of \(key.count) bytes"
        case .unavailable(let why): why
        }
    }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The token lies in the app's files as it is; reported once a start.
public struct Unsealed: Error, CustomStringConvertible {
    let why: String

    public var description: String { "the token is not sealed: \(why)" }
}

extension Absent: SecretStorage {
    public func sealKey() throws -> SealKey { .unavailable(why: "no secret storage") }
}

extension WufeiConfig {
    /// With the key that `secrets` keep; without one once `report` has heard why.
    func sealed(by secrets: any SecretStorage, report: (any Error) -> Void) -> WufeiConfig {
        let seal: Data?
        do {
            seal = try secrets.key()
        } catch {
            report(error as? Unsealed ?? Unsealed(why: "\(error)"))
            seal = nil
        }
        return WufeiConfig(
            folder: folder, server: server, city: city, extraRootPem: extraRootPem, seal: seal,
            picksPhotos: picksPhotos)
    }
}

extension SecretStorage {
    /// A key that the core takes.
    fileprivate func key() throws -> Data {
        let answer = try sealKey()
        guard case .kept(let key) = answer, key.count == SealKey.bytes else {
            throw Unsealed(why: "\(answer)")
        }
        return key
    }
}
