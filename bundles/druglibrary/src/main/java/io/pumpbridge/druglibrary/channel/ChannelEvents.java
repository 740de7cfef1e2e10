// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the journal is told of a library's way to each pump. */
public final class ChannelEvents {
  private static final Logger log = LoggerFactory.getLogger(ChannelEvents.class);

  private final Recorder recorder;

  public ChannelEvents(Recorder recorder) {
    this.recorder = recorder;
  }

  /** For a pump: it is judged by this library from now on, or by none. */
  void switched(
      PumpIdentity pump,
      String channel,
      Optional<ChannelState> before,
      Optional<VerifiedLibrary> newest,
      ChannelRule.Cause cause) {
    Fields.Builder details = Fields.builder().put("cause", cause.wireName());
    newest.ifPresent(
        library ->
            details
                .put("version", library.library().version())
                .put("sha256", library.sha256())
                .put("signed_sha256", library.signed()));
    before
        .filter(state -> !state.sha256().isEmpty())
        .ifPresent(
            state ->
                details
                    .put("previous_version", state.version())
                    .put("previous_sha256", state.sha256()));
    if (newest.isPresent()) {
      recorder.record(EventName.LIBRARY_IN_FORCE, pump, channel, details);
    } else if (details.build().has("previous_sha256")) {
      recorder.record(EventName.LIBRARY_WITHDRAWN, pump, channel, details);
    }
    log.info(
        "a pump's library changed version={} cause={}",
        newest.map(library -> library.library().version()).orElse(0L),
        cause.wireName());
  }

  /** No infusion is judged by it any more. */
  void superseded(VerifiedLibrary library) {
    recorder.record(
        EventName.LIBRARY_SUPERSEDED,
        Fields.builder()
            .put("version", library.library().version())
            .put("sha256", library.sha256())
            .put("signed_sha256", library.signed()));
  }
}
