/// The kit's arrangement without SwiftUI: the same declarations, nothing drawn.

/// Anything that can stand on a screen.
@MainActor public protocol Part {
    associatedtype Body: Part
    @PartBuilder var body: Body { get }
}

/// The end of every description.
extension Never: Part {
    public var body: Never { fatalError("nothing stands here") }
}

/// What a real kit would draw.
public struct Drawn: Part {
    public var body: Never { fatalError("nothing is drawn here") }
}

/// Puts parts in order. Like SwiftUI's: no loops, an `if` and a `switch` by their two sides.
@resultBuilder @MainActor public enum PartBuilder {
    public static func buildBlock() -> Drawn { Drawn() }
    public static func buildBlock<One: Part>(_ one: One) -> One { one }
    public static func buildBlock<each One: Part>(_ one: repeat each One) -> Several<repeat each One> {
        Several()
    }
    public static func buildExpression<One: Part>(_ one: One) -> One { one }
    public static func buildIf<One: Part>(_ one: One?) -> One? { one }
    public static func buildEither<One: Part, Other: Part>(first: One) -> Either<One, Other> {
        Either()
    }
    public static func buildEither<One: Part, Other: Part>(second: Other) -> Either<One, Other> {
        Either()
    }
}

public struct Several<each One: Part>: Part {
    public var body: Drawn { Drawn() }
}

public struct Either<One: Part, Other: Part>: Part {
    public var body: Drawn { Drawn() }
}

extension Optional: Part where Wrapped: Part {
    public var body: Drawn { Drawn() }
}

/// One below the other.
public struct Column<Content: Part>: Part {
    public init(@PartBuilder content: () -> Content) {}

    public var body: some Part { Drawn() }
}

/// Side by side; one below the other where a line has no room for two: in elder mode, and with the
/// largest text sizes of the system.
public struct Strip<Content: Part>: Part {
    public init(@PartBuilder content: () -> Content) {}

    public var body: some Part { Drawn() }
}

/// Parts that are read aloud in one breath. Nothing in it is touched.
public struct Together<Content: Part>: Part {
    public init(@PartBuilder content: () -> Content) {}

    public var body: some Part { Drawn() }
}

/// A sheet set apart from the paper.
public struct Panel<Content: Part>: Part {
    public init(@PartBuilder content: () -> Content) {}

    public var body: some Part { Drawn() }
}

/// A heading and what stands under it.
public struct Chapter<Content: Part>: Part {
    public init(_ heading: String, @PartBuilder content: () -> Content) {}

    public var body: some Part { Drawn() }
}

/// A list of like things, with a line between them.
public struct Rows<Item, Name: Hashable, Row: Part>: Part {
    public init(
        _ items: [Item], by name: KeyPath<Item, Name>, @PartBuilder row: @escaping (Item) -> Row
    ) {}

    public var body: some Part { Drawn() }
}

/// A list of things that hang on one line. The line is only drawn; no reader meets it.
public struct Branches<Item, Name: Hashable, Row: Part>: Part {
    public init(
        _ items: [Item], by name: KeyPath<Item, Name>, @PartBuilder row: @escaping (Item) -> Row
    ) {}

    public var body: some Part { Drawn() }
}

/// Keys to choose from: two in a line, one in elder mode or when they are sentences.
public struct Keys<Item, Name: Hashable, Key: Part>: Part {
    public init(
        _ items: [Item], by name: KeyPath<Item, Name>, single: Bool = false,
        @PartBuilder key: @escaping (Item) -> Key
    ) {}

    public var body: some Part { Drawn() }
}

/// Something folded away under a line of words.
public struct Fold<Content: Part>: Part {
    public init(_ heading: String, @PartBuilder content: () -> Content) {}

    public var body: some Part { Drawn() }
}
