/// Sockets on the loopback address: a free port, and who listens instead of the server.
import Foundation

/// A loopback port that nobody listens on now.
func freePort() throws -> UInt16 {
    let (socket, port) = try bound()
    close(socket)
    return port
}

/// Stands where a server should be and overhears the token that a device shows. It answers nothing.
final class Ear {
    private let socket: Int32
    private let port: UInt16

    init() throws {
        (socket, port) = try bound()
        guard fcntl(socket, F_SETFL, O_NONBLOCK) == 0, listen(socket, 8) == 0 else {
            throw Failed(description: "no ear")
        }
    }

    deinit { close(socket) }

    var address: String { "http://127.0.0.1:\(port)" }

    /// The token of a request that has come; `nil` when none has come, or one without a token.
    func overheard() -> String? {
        let caller = accept(socket, nil, nil)
        guard caller >= 0 else { return nil }
        defer { close(caller) }
        return request(of: caller).components(separatedBy: "\r\n")
            .first { $0.lowercased().hasPrefix("authorization: bearer ") }
            .map { String($0.dropFirst("authorization: bearer ".count)) }
    }

    /// The head of the request, as far as it comes within a second of silence.
    private func request(of caller: Int32) -> String {
        var head = ""
        var patience = pollfd(fd: caller, events: Int16(POLLIN), revents: 0)
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while !head.contains("\r\n\r\n"), poll(&patience, 1, 1_000) == 1 {
            let count = read(caller, &bytes, bytes.count)
            guard count > 0 else { break }
            head += String(decoding: bytes[..<count], as: UTF8.self)
        }
        return head
    }
}

/// A socket on a free loopback port.
private func bound() throws -> (socket: Int32, port: UInt16) {
    #if os(Linux)
        let stream = Int32(SOCK_STREAM.rawValue)
    #else
        let stream = SOCK_STREAM
    #endif
    let open = socket(AF_INET, stream, 0)
    guard open >= 0 else { throw Failed(description: "no socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
            bind(open, general, length) == 0 && getsockname(open, general, &length) == 0
        }
    }
    guard bound else {
        close(open)
        throw Failed(description: "no free port")
    }
    return (open, UInt16(bigEndian: address.sin_port))
}
