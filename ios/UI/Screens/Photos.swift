/// The photos of a record that is being made: each with its picture, what is wrong, how to add one.
import Core
import Kit

struct PhotosPart: Part {
    let view: PhotosView
    let add: () -> Void
    let remove: (PhotoId) -> Void

    var body: some Part {
        Column {
            Rows(view.rows, by: \.photo) { row in
                Strip {
                    Photo(row.path, label: row.label)
                    Press(row.removeLabel, .plain) { remove(row.photo) }
                }
            }
            if let busy = view.busy { Notice(.clock, busy, .quiet) }
            if let problem = view.problem { Notice(.warning, problem, .problem) }
            if let hint = view.hint { Words(hint, .quiet) }
            if let label = view.addLabel { Press(label, sign: .photo, act: add) }
        }
    }
}
