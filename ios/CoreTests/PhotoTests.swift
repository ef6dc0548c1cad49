/// Photos of a door and of a missing item, from a shell's copy to the server's file.
import Foundation
import Testing

@testable import Core

@Suite(.serialized) @MainActor
struct PhotoTests {
    let phone: Phone
    let pictures: MadeUpPictures

    init() throws {
        phone = try Phone()
        pictures = MadeUpPictures(folder: phone.folder.appendingPathComponent("picked"))
    }

    @Test func aPhotoOfADoorAndOneOfAMissingItemGoUpAndAreWhole() async throws {
        let (core, server) = try await atADoor()
        defer { server.kill() }
        pictures.next(.picture(Pictures.blue))
        core.send(.turfs(event: .addPhoto))
        let ofDoor = try await core.photos("the door's photo") { $0.rows.count == 1 }.rows[0]
        #expect(pictures.hints == ["请拍东西或门，不要拍到人。"])
        #expect(FileManager.default.fileExists(atPath: ofDoor.path))
        server.kill()
        try await core.notHome()
        pictures.next(.picture(Pictures.blue), .picture(Pictures.green))
        try await core.lookUpUnknown()
        core.send(.lookup(event: .addPhoto))
        _ = try await core.photos("one photo") { $0.rows.count == 1 }
        core.send(.lookup(event: .addPhoto))
        let both = try await core.photos("two photos") { $0.rows.count == 2 }.rows
        core.send(.lookup(event: .removePhoto(photo: both[0].photo)))
        let kept = try await core.photos("one photo left") { $0.rows.count == 1 }.rows[0]
        #expect(kept.photo == both[1].photo && kept.photo != ofDoor.photo)
        core.send(.lookup(event: .tellUs))
        _ = try await until("told") { core.photosShown == nil ? true : nil }
        core.send(.open(tab: .outbox))
        try await core.outbox("two records") { $0.waiting == 2 }
        try await server.start()
        core.send(.outbox(event: .syncNow))
        let ids: Set<String> = [ofDoor.photo, kept.photo]
        let whole: [String: Data] = try await until("both whole at the server") {
            let there = try server.photos().filter { try hash(of: $0.value) == $0.key }
            return Set(there.keys) == ids ? there : nil
        }
        try await core.outbox("all sent") { $0.rows.isEmpty && $0.attention.isEmpty }
        // The check must be able to fail.
        for (id, bytes) in whole {
            var changed = bytes
            changed[changed.count / 2] ^= 1
            #expect(try hash(of: changed) != id)
        }
        #expect(pictures.left == [])
        core.close()
        #expect(phone.defects == [])
    }

    @Test func whatIsNoPictureIsSaidAndItsRecordGoesWithoutIt() async throws {
        let (core, server) = try await atADoor()
        defer { server.kill() }
        pictures.next(.picture(Data("三个瓶子，一个纸箱".utf8)))
        core.send(.turfs(event: .addPhoto))
        let wrong = try await core.photos("what is wrong") { $0.problem != nil }
        #expect(wrong.problem == "这个文件不是这里能读的图片。请选 JPEG、PNG 或 WebP 图片，或重新拍一张。")
        #expect(pictures.left == [])
        try await core.notHome()
        pictures.next(.gone, .nothing)
        try await core.lookUpUnknown()
        core.send(.lookup(event: .addPhoto))
        let failed = try await core.photos("what failed") { $0.problem != nil }
        #expect(failed.problem == "这张图片读不出来，可能没有存完整。请换一张，或重新拍一张。")
        core.send(.lookup(event: .addPhoto))
        let again = try await core.photos("the offer again") {
            $0.problem == nil && $0.busy == nil
        }
        #expect(again.rows.isEmpty && again.addLabel != nil)
        core.send(.lookup(event: .tellUs))
        core.send(.open(tab: .outbox))
        core.send(.outbox(event: .syncNow))
        try await core.outbox("all sent") {
            $0.rows.isEmpty && $0.attention.isEmpty && !$0.running
        }
        #expect(try server.photos().isEmpty)
        core.send(.open(tab: .turfs))
        try await core.reach("the visit") {
            guard case .doors(let list) = $0 else { return false }
            return list.doors.contains { $0.outcome == .notHome && !$0.unsent }
        }
        core.close()
        #expect(phone.defects == [])
    }

    @Test func aPhoneWithoutPicturesOffersNone() async throws {
        let core = try phone.open()
        try await core.lookUpUnknown()
        #expect(core.photosShown == nil)
        core.close()
        // Told that there are some, it offers them until it finds that there are none.
        let other = try phone.open(picksPhotos: true)
        try await other.lookUpUnknown()
        #expect(other.photosShown?.addLabel != nil)
        other.send(.lookup(event: .addPhoto))
        _ = try await until("a note") { other.view.note }
        #expect(other.photosShown == nil)
        other.close()
    }

    @Test func aCopyIsWholeOrNotAtAll() throws {
        let folder = phone.folder.appendingPathComponent("copies")
        let copies = PictureCopies(in: folder)
        guard case .file(let path) = copies.copy(Pictures.blue) else {
            throw Failed(description: "no copy")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Pictures.blue)
        guard case .file(let second) = copies.copy(URL(fileURLWithPath: path)), second != path
        else { throw Failed(description: "no second copy") }
        guard case .failed = copies.copy(folder.appendingPathComponent("gone")) else {
            throw Failed(description: "a copy of nothing")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
        copies.begin()
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        // A file in the folder's place: nothing can be written.
        try Pictures.green.write(to: folder)
        guard case .failed = copies.copy(Pictures.blue) else {
            throw Failed(description: "a copy in a file")
        }
    }

    /// A volunteer at the first door of a turf.
    private func atADoor() async throws -> (CoreLoop, RealServer) {
        let server = try RealServer(folder: phone.folder)
        try await server.start()
        let core = try phone.open(
            server: server.address, abilities: Abilities(photos: pictures), picksPhotos: true)
        try await core.enrol(code: server.code("volunteer"))
        core.send(.turfs(event: .walk(turf: try await core.takeFirstTurf())))
        let door: DoorId = try await core.screen("the door list") {
            guard case .doors(let list) = $0, list.loading == nil else { return nil }
            return list.doors.first { $0.openLabel != nil }?.door
        }
        core.send(.turfs(event: .doorPicked(door: door)))
        _ = try await core.photos("the door") { $0.addLabel != nil }
        return (core, server)
    }
}

extension CoreLoop {
    fileprivate var photosShown: PhotosView? {
        switch view.screen {
        case .lookup(let lookup): lookup.photos
        case .door(let door): door.photos
        default: nil
        }
    }

    fileprivate func photos(
        _ what: String, _ holds: (PhotosView) -> Bool
    ) async throws -> PhotosView {
        try await until("\(what); on screen: \("\(view.screen)".prefix(400))") {
            photosShown.flatMap { holds($0) ? $0 : nil }
        }
    }

    fileprivate func notHome() async throws {
        send(.turfs(event: .outcomeTapped(outcome: .notHome)))
        try await reach("the visit") {
            guard case .doors(let list) = $0 else { return false }
            return list.doors.contains { $0.outcome == .notHome }
        }
    }

    fileprivate func lookUpUnknown() async throws {
        send(.open(tab: .lookup))
        send(.lookup(event: .typed(text: "曲率引擎")))
        try await reach("a word that nobody knows") {
            guard case .lookup(let lookup) = $0, case .unknown = lookup.result else { return false }
            return true
        }
    }
}
