// Every test of the browser modules. Run by tests/scripts/test_scripts.py.

import './answer_changes.test.js'
import './answer_codec.test.js'
import './answer_sync.test.js'
import './countdown.test.js'
import './event_stream.test.js'
import './focus_keeper.test.js'
import './free_place.test.js'
import './outbox.test.js'
import './page_history.test.js'
import './sending_once.test.js'
import './time_voice.test.js'

export { runAll } from './harness.js'
