import { isSame, PARTS, pick } from './answer_codec.js'

// The answer that stands when two windows changed it: each part that only one of them changed is as that one has it.
// Where both did, `mine` wins if it was chosen just now, else `theirs`.
export const mergeAnswers = (base, mine, theirs, isNew) =>
  Object.assign({}, ...PARTS.map((names) => {
    const [before, here, there] = [base, mine, theirs].map((answer) => pick(answer, names))
    return !isSame(here, before) && (isNew || isSame(there, before)) ? here : there
  }))
