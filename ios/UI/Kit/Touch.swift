/// What is touched: buttons, keys, rows, fields, a switch.
import SwiftUI

/// How a button looks: the one thing to do here, one of several, or a way aside.
public enum Weight: Sendable {
    case main, usual, plain
}

/// A button with its word. One that is selected tells it: what it does is done.
public struct Press: Part {
    private let label: String
    private let weight: Weight
    private let sign: Sign?
    private let enabled: Bool
    private let selected: Bool
    private let act: () -> Void
    @Environment(\.sizes) private var sizes

    public init(
        _ label: String, _ weight: Weight = .usual, sign: Sign? = nil, enabled: Bool = true,
        selected: Bool = false, act: @escaping () -> Void
    ) {
        self.label = label
        self.weight = weight
        self.sign = sign
        self.enabled = enabled
        self.selected = selected
        self.act = act
    }

    public var body: some View {
        Button(action: act) {
            HStack(spacing: 8) {
                if let sign { Drawing(sign, size: sizes.text) }
                Text(label)
                    .modifier(Scaled(size: sizes.text, weight: weight == .main ? .bold : .regular))
            }
            .padding(.horizontal, weight == .plain ? 8 : 16)
            .padding(.vertical, 8)
            .frame(
                minWidth: sizes.target, maxWidth: weight == .main ? .infinity : nil,
                minHeight: sizes.target
            )
            .foregroundColor(ink)
            .background(weight == .main ? Palette.leaf : weight == .plain ? .clear : Palette.sheet)
            .clipShape(RoundedRectangle(cornerRadius: 12))
            .overlay(
                RoundedRectangle(cornerRadius: 12)
                    .stroke(weight == .usual ? Palette.edge : .clear))
        }
        .disabled(!enabled)
        .opacity(enabled ? 1 : 0.65)
        .accessibilityAddTraits(selected ? .isSelected : [])
    }

    private var ink: Color {
        switch weight {
        case .main: Palette.onLeaf
        case .usual: Palette.ink
        case .plain: Palette.leafDeep
        }
    }
}

/// One of several to choose from: says whether it is the chosen one, by a tick too.
public struct Key: Part {
    private let label: String
    private let note: String?
    private let sign: Sign?
    private let selected: Bool
    private let act: () -> Void
    @Environment(\.sizes) private var sizes

    public init(
        _ label: String, note: String? = nil, sign: Sign? = nil, selected: Bool = false,
        act: @escaping () -> Void
    ) {
        self.label = label
        self.note = note
        self.sign = sign
        self.selected = selected
        self.act = act
    }

    public var body: some View {
        Button(action: act) {
            VStack(spacing: 4) {
                HStack(spacing: 8) {
                    if selected { Drawing(.check, size: sizes.text) }
                    if let sign { Drawing(sign, size: sizes.text) }
                    Text(label).modifier(Scaled(size: sizes.text, weight: .semibold))
                }
                if let note { Text(note).modifier(Scaled(size: sizes.small, weight: .regular)) }
            }
            .padding(8)
            .frame(maxWidth: .infinity, minHeight: max(sizes.target, 60))
            .foregroundColor(selected ? Palette.leafDeep : Palette.ink)
            .background(selected ? Palette.leafPale : Palette.sheet)
            .clipShape(RoundedRectangle(cornerRadius: 12))
            .overlay(
                RoundedRectangle(cornerRadius: 12)
                    .stroke(selected ? Palette.leaf : Palette.edge, lineWidth: selected ? 2 : 1))
        }
        .accessibilityAddTraits(selected ? .isSelected : [])
    }
}

/// A row that is touched as a whole.
public struct PressRow<Content: Part>: Part {
    private let act: () -> Void
    private let content: Content
    @Environment(\.sizes) private var sizes

    public init(act: @escaping () -> Void, @PartBuilder content: () -> Content) {
        self.act = act
        self.content = content()
    }

    public var body: some View {
        Button(action: act) {
            HStack(spacing: 12) { content }
                .frame(maxWidth: .infinity, minHeight: sizes.target, alignment: .leading)
                .contentShape(Rectangle())
        }
        .buttonStyle(.plain)
    }
}

/// What a field's keyboard is for.
public enum Typing: Sendable {
    case words, search, digits, weight, code
}

/// A field: its label, what is typed, what is wrong with it.
public struct Field: Part {
    private let label: String
    private let typed: String
    private let hint: String?
    private let problem: String?
    private let typing: Typing
    private let changed: (String) -> Void
    private let entered: () -> Void
    @State private var text: FieldText
    @Environment(\.sizes) private var sizes

    public init(
        _ label: String, typed: String, hint: String? = nil, problem: String? = nil,
        _ typing: Typing = .words, changed: @escaping (String) -> Void,
        entered: @escaping () -> Void = {}
    ) {
        self.label = label
        self.typed = typed
        self.hint = hint
        self.problem = problem
        self.typing = typing
        self.changed = changed
        self.entered = entered
        _text = State(initialValue: FieldText(typed))
    }

    public var body: some View {
        VStack(alignment: .leading, spacing: 6) {
            Words(label, .strong).accessibilityHidden(true)
            TextField(hint ?? "", text: Binding(get: { text.shown }, set: type))
                .modifier(Scaled(size: sizes.text, weight: .regular))
                .keyboardType(keyboard)
                .textInputAutocapitalization(typing == .code ? .characters : .never)
                .disableAutocorrection(true)
                .submitLabel(typing == .search ? .search : .done)
                .onSubmit(entered)
                .padding(.horizontal, 12)
                .frame(minHeight: sizes.target)
                .background(Palette.sheet)
                .overlay(
                    RoundedRectangle(cornerRadius: 12)
                        .stroke(problem == nil ? Palette.edge : Palette.warn))
                .accessibilityLabel(label)
                .accessibilityHint(problem ?? "")
            if let problem { Signed(.warning, problem, .problem) }
        }
        .onChange(of: typed) { text.hear($0) }
    }

    private func type(_ new: String) {
        if text.type(new) { changed(new) }
    }

    private var keyboard: UIKeyboardType {
        switch typing {
        case .words, .search: .default
        case .digits: .numberPad
        case .weight: .decimalPad
        case .code: .asciiCapable
        }
    }
}

/// A switch with its word.
public struct Switch: Part {
    private let label: String
    private let hint: String
    private let on: Bool
    private let act: (Bool) -> Void
    @Environment(\.sizes) private var sizes

    public init(_ label: String, hint: String, on: Bool, act: @escaping (Bool) -> Void) {
        self.label = label
        self.hint = hint
        self.on = on
        self.act = act
    }

    public var body: some View {
        Toggle(isOn: Binding(get: { on }, set: act)) {
            VStack(alignment: .leading) {
                Words(label, .strong)
                Words(hint, .small)
            }
        }
        .frame(minHeight: sizes.target)
    }
}
