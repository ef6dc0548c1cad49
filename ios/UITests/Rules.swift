/// The rules of `RuleTests`: each takes sources as text and names what breaks it.
import Foundation

func appleImports(_ text: String) -> [String] {
    found("import (?:SwiftUI|UIKit)", in: text)
}

/// Elder mode: text of 30 points, nothing below 18, targets of 60; otherwise targets of 44.
func wrongSizes(_ text: String) -> [String] {
    let least = ["text": (30, 17), "small": (18, 15), "target": (60, 44)]
    return pieces("var (\\w+): CGFloat \\{ elder \\? (\\d+) : (\\d+) \\}", in: text).compactMap {
        guard let elder = Int($0[2]), let other = Int($0[3]) else { return $0[0] }
        let (elderLeast, otherLeast) = least[$0[1], default: (0, 0)]
        return elder < elderLeast || other < otherLeast ? "\($0[1]) \(elder) : \(other)" : nil
    }
}

func fixedSizes(_ text: String) -> [String] {
    found("\\.font\\((?!\\.system\\(size: size \\* scale)[^\\n]*", in: text)
        + found("\\.lineLimit|\\.minimumScaleFactor", in: text)
}

func loudDrawings(_ text: String) -> [String] {
    found("Image\\(systemName(?![\\s\\S]{0,120}accessibilityHidden\\(true\\))[^\\n]*", in: text)
}

/// Structs that draw a control without a least size, or with a state they do not tell.
func weakControls(_ text: String) -> [String] {
    structs(text).flatMap { name, body -> [String] in
        guard body.contains("Button(action") || body.contains("Toggle(")
            || body.contains("TextField(")
        else { return [] }
        var weak: [String] = []
        if !body.contains("sizes.target") { weak.append("\(name): target") }
        let hasState = body.contains("selected")
        if hasState && !body.contains(".isSelected") { weak.append("\(name): state") }
        if body.contains("TextField(") && !body.contains("accessibilityLabel(label)") {
            weak.append("\(name): label")
        }
        return weak
    }
}

func oneShades(_ text: String) -> [String] {
    found("static let \\w+ = (?!shade\\(0x\\w+, 0x\\w+\\)|Sizes)[^\\n]*", in: text)
}

/// Uses of a bin's shape without its colour beside it.
func halfBins(_ text: String) -> [String] {
    found("(?<!colour\\.hue, )\\b\\w+\\.colour\\.sign[^\\n]*", in: text)
        .filter { !$0.contains("colour.hue") }
}

func ownWords(_ text: String) -> [String] {
    let parts = "Words|Press|Key|Chapter|Fold|Field|Figure|Signed|Notice"
    return pieces("(?:\(parts))\\(\\s*\"([^\"]*)\"", in: text)
        .map { $0[1] }
        .filter { literal in
            let joined = literal.replacingOccurrences(
                of: "\\\\\\([^)]*\\)", with: "", options: .regularExpression)
            return joined.contains { $0.isLetter }
        }
}

/// How many main actions each screen shows, its parts included. One in a list counts as many.
func mainActions(_ text: String) -> [String: Int] {
    let bodies = Dictionary(structs(text)) { first, _ in first }
    func count(_ name: String, _ seen: Set<String>) -> Int {
        guard let body = bodies[name], !seen.contains(name) else { return 0 }
        let inLists = lists(body).map { found("[ (]\\.main\\b", in: $0).count }.reduce(0, +)
        let own = found("[ (]\\.main\\b", in: body).count + inLists
        let parts = Set(pieces("\\b([A-Z]\\w*Part)\\(", in: body).map { $0[1] })
        return own + parts.map { count($0, seen.union([name])) }.reduce(0, +)
    }
    var counts: [String: Int] = [:]
    for name in bodies.keys where name.hasSuffix("Screen") { counts[name] = count(name, []) }
    return counts
}

/// Each struct with its text.
private func structs(_ text: String) -> [(String, String)] {
    let heads = pieces("struct (\\w+)[^{]*\\{", in: text)
    var rest = text[...]
    return heads.compactMap { head in
        guard let at = rest.range(of: head[0]) else { return nil }
        let body = block(rest[rest.index(before: at.upperBound)...])
        rest = rest[at.upperBound...]
        return (head[1], body)
    }
}

/// What is drawn for each item of a list.
private func lists(_ text: String) -> [String] {
    var all: [String] = []
    var rest = text[...]
    while let at = rest.range(of: "\\b(Rows|Keys)\\(", options: .regularExpression) {
        rest = rest[at.upperBound...]
        if let opening = rest.firstIndex(of: "{") { all.append(block(rest[opening...])) }
    }
    return all
}

/// From an opening brace to the one that closes it.
private func block(_ text: Substring) -> String {
    var depth = 0
    for index in text.indices {
        if text[index] == "{" { depth += 1 }
        if text[index] == "}" { depth -= 1 }
        if depth == 0 { return String(text[...index]) }
    }
    return String(text)
}

private func found(_ pattern: String, in text: String) -> [String] {
    pieces(pattern, in: text).map { $0[0] }
}

/// Each match with its groups.
private func pieces(_ pattern: String, in text: String) -> [[String]] {
    guard let expression = try? NSRegularExpression(pattern: pattern) else { return [[pattern]] }
    return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).map { match in
        (0..<match.numberOfRanges).map { group in
            Range(match.range(at: group), in: text).map { String(text[$0]) } ?? ""
        }
    }
}
