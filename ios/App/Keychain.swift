/// The seal key in the system's keychain.
import Core
import Foundation
import Security

/// Made at the first start, read at every other one. It stays on this phone: it is in no backup
/// that another phone could read.
struct Keychain: SecretStorage {
    private var item: [CFString: Any] {
        [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: "wufei",
            kSecAttrAccount: "seal key",
        ]
    }

    /// A key that is there and cannot be read now is never replaced: what it sealed would be lost.
    func sealKey() throws -> SealKey {
        var found: CFTypeRef?
        let query = item.merging([kSecReturnData: true]) { _, new in new }
        switch SecItemCopyMatching(query as CFDictionary, &found) {
        case errSecSuccess:
            guard let key = found as? Data else { throw KeychainError(status: errSecDecode) }
            return .kept(key)
        case errSecItemNotFound: return .kept(try make())
        case errSecInteractionNotAllowed:
            return .unavailable(why: "not unlocked since the phone was started")
        case let status: throw KeychainError(status: status)
        }
    }

    private func make() throws -> Data {
        var bytes = [UInt8](repeating: 0, count: SealKey.bytes)
        let drawn = SecRandomCopyBytes(kSecRandomDefault, SealKey.bytes, &bytes)
        guard drawn == errSecSuccess else { throw KeychainError(status: drawn) }
        let key = Data(bytes)
        let kept = item.merging([
            kSecValueData: key,
            kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]) { _, new in new }
        let added = SecItemAdd(kept as CFDictionary, nil)
        guard added == errSecSuccess else { throw KeychainError(status: added) }
        return key
    }
}

/// What the keychain refused with.
struct KeychainError: Error, CustomStringConvertible {
    let status: OSStatus

    var description: String { "keychain status \(status)" }
}
