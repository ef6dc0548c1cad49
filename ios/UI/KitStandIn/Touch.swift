/// What is touched, without SwiftUI: the same declarations, nothing drawn.

/// How a button looks: the one thing to do here, one of several, or a way aside.
public enum Weight: Sendable {
    case main, usual, plain
}

/// A button with its word. One that is selected tells it: what it does is done.
public struct Press: Part {
    public init(
        _ label: String, _ weight: Weight = .usual, sign: Sign? = nil, enabled: Bool = true,
        selected: Bool = false, act: @escaping () -> Void
    ) {}

    public var body: some Part { Drawn() }
}

/// One of several to choose from: says whether it is the chosen one, by a tick too.
public struct Key: Part {
    public init(
        _ label: String, note: String? = nil, sign: Sign? = nil, selected: Bool = false,
        act: @escaping () -> Void
    ) {}

    public var body: some Part { Drawn() }
}

/// A row that is touched as a whole.
public struct PressRow<Content: Part>: Part {
    public init(act: @escaping () -> Void, @PartBuilder content: () -> Content) {}

    public var body: some Part { Drawn() }
}

/// What a field's keyboard is for.
public enum Typing: Sendable {
    case words, search, digits, weight, code
}

/// A field: its label, what is typed, what is wrong with it.
public struct Field: Part {
    public init(
        _ label: String, typed: String, hint: String? = nil, problem: String? = nil,
        _ typing: Typing = .words, changed: @escaping (String) -> Void,
        entered: @escaping () -> Void = {}
    ) {}

    public var body: some Part { Drawn() }
}

/// A switch with its word.
public struct Switch: Part {
    public init(_ label: String, hint: String, on: Bool, act: @escaping (Bool) -> Void) {}

    public var body: some Part { Drawn() }
}
