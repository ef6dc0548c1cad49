/// The binding's own types as JSON, and JSON as events: `shared/app/recorded/README.md`.
import Foundation

@testable import Core

/// Records, enums, lists, optionals, as they are declared.
func dump(_ value: Any) throws -> String {
    switch value {
    case let text as String: return quoted(text)
    case let truth as Bool: return truth ? "true" : "false"
    case let number as any BinaryInteger: return "\(number)"
    case let language as Language: return language == .chinese ? "\"zh-CN\"" : "\"en\""
    default: break
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional: return try mirror.children.first.map { try dump($0.value) } ?? "null"
    case .collection:
        return "[\(try mirror.children.map { try dump($0.value) }.joined(separator: ","))]"
    case .struct, .tuple: return try object(mirror)
    case .enum:
        guard let (name, fields) = mirror.children.first else {
            return quoted(snake("\(value)"))
        }
        return "{\(quoted(snake(name ?? ""))):\(try object(Mirror(reflecting: fields)))}"
    default: throw Failed(description: "no dump of \(type(of: value))")
    }
}

private func object(_ mirror: Mirror) throws -> String {
    let fields = try mirror.children.map { child in
        "\(quoted(snake(child.label ?? ""))):\(try dump(child.value))"
    }
    return "{\(fields.joined(separator: ","))}"
}

private func snake(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
        text += letter.isUppercase ? "_\(letter.lowercased())" : "\(letter)"
    }.trimmingCharacters(in: ["."])
}

private func quoted(_ text: String) -> String {
    var escaped = "\""
    for letter in text.unicodeScalars {
        switch letter {
        case "\"": escaped += "\\\""
        case "\\": escaped += "\\\\"
        case "\n": escaped += "\\n"
        case "\t": escaped += "\\t"
        case "\r": escaped += "\\r"
        case _ where letter.value < 0x20 || letter.value == 0x7F:
            let code = String(letter.value, radix: 16)
            escaped += "\\u" + String(repeating: "0", count: 4 - code.count) + code
        default: escaped.unicodeScalars.append(letter)
        }
    }
    return escaped + "\""
}

/// The event of a recorded line. What this does not know fails: it is to be added here.
func recordedEvent(_ line: String) throws -> UiEvent {
    let json = try JSONSerialization.jsonObject(
        with: Data(line.utf8), options: .fragmentsAllowed)
    let (name, fields) = try parted(json)
    switch name {
    case "start": return .start
    case "back": return .back
    case "dismiss_note": return .dismissNote
    case "open": return .open(tab: try tab(fields["tab"]))
    default: break
    }
    guard let inner = fields["event"] else { throw Failed(description: "no event: \(line)") }
    let (verb, with) = try parted(inner)
    switch (name, verb) {
    case ("lookup", "typed"): return .lookup(event: .typed(text: try text(with["text"])))
    case ("lookup", "picked"): return .lookup(event: .picked(item: try text(with["item"])))
    case ("lookup", "tell_us"): return .lookup(event: .tellUs)
    case ("lookup", "read_aloud"): return .lookup(event: .readAloud)
    case ("lookup", "share"): return .lookup(event: .share)
    case ("lookup", "favourite_picked"):
        return .lookup(event: .favouritePicked(on: with["on"] as? Bool == true))
    case ("lookup", "recents_emptied"): return .lookup(event: .recentsEmptied)
    case ("lookup", "recents_restored"): return .lookup(event: .recentsRestored)
    case ("lookup", "clear"): return .lookup(event: .clear)
    case ("household", "locate"): return .household(event: .locate)
    case ("point", "open_shift"): return .point(event: .openShift)
    case ("settings", "language_picked"):
        let language: Language = try text(with["language"]) == "en" ? .english : .chinese
        return .settings(event: .languagePicked(language: language))
    case ("settings", "elder_picked"):
        return .settings(event: .elderPicked(on: with["on"] as? Bool == true))
    case ("settings", "code_typed"):
        return .settings(event: .codeTyped(text: try text(with["text"])))
    case ("settings", "enrol"): return .settings(event: .enrol)
    default: throw Failed(description: "an unknown event: \(line)")
    }
}

private func parted(_ json: Any) throws -> (String, [String: Any]) {
    if let name = json as? String { return (name, [:]) }
    guard let object = json as? [String: [String: Any]], object.count == 1,
        let (name, fields) = object.first
    else { throw Failed(description: "no event: \(json)") }
    return (name, fields)
}

private func text(_ json: Any?) throws -> String {
    guard let text = json as? String else { throw Failed(description: "no text: \(json ?? "")") }
    return text
}

private func tab(_ json: Any?) throws -> Tab {
    let tabs: [Tab] = [.lookup, .household, .point, .turfs, .outbox, .standing, .settings]
    let name = try text(json)
    guard let tab = tabs.first(where: { "\($0)" == name }) else {
        throw Failed(description: "no tab \(name)")
    }
    return tab
}
