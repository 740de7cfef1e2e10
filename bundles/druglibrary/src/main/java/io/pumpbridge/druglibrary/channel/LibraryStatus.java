// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

import io.pumpbridge.druglibrary.library.LastReceived;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.Trouble;
import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.time.TrustedClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is in force where, and why not: for a server that asks, and for people. */
public final class LibraryStatus {
  /** No library was ever received. */
  private static final String NONE = "library-none";

  private static final String NO_PUMP = "no-pump";

  private final LibraryShelf shelf;
  private final Channels channels;
  private final TrustedClock clock;

  public LibraryStatus(LibraryShelf shelf, Channels channels, TrustedClock clock) {
    this.shelf = shelf;
    this.channels = channels;
    this.clock = clock;
  }

  /** As {@code GET/library} answers. */
  public Fields tell() {
    Optional<VerifiedLibrary> newest = channels.newest();
    Optional<Trouble> trouble = shelf.trouble();
    String none = trouble.map(Trouble::code).orElse(NONE);
    List<Fields> pumps = pumps(newest, none);
    Fields.Builder fields = Fields.builder().put("pumps", pumps);
    newest.ifPresent(library -> fields.put("in_force", inForce(library)));
    whyNot(newest, none, pumps.isEmpty()).ifPresent(why -> fields.put("why_not", why));
    trouble.ifPresent(
        known -> fields.put("trouble", known.code()).put("trouble_reason", known.sentence()));
    shelf.lastReceived().ifPresent(last -> fields.put("last_received", lastReceived(last)));
    shelf.statement().ifPresent(said -> fields.put("statement", said.describe().build()));
    return fields.build();
  }

  /** Of the gateway as a whole. */
  private Optional<String> whyNot(Optional<VerifiedLibrary> newest, String none, boolean noPump) {
    Optional<String> last = shelf.lastReceived().map(LastReceived::whyNot);
    if (last.filter(why -> !why.isEmpty()).isPresent()) {
      return last;
    }
    if (newest.isEmpty()) {
      return Optional.of(none);
    }
    return noPump ? Optional.of(NO_PUMP) : Optional.empty();
  }

  private Fields inForce(VerifiedLibrary library) {
    Fields.Builder fields = library.describe();
    channels.since().ifPresent(since -> fields.put("since", since));
    return fields.build();
  }

  private List<Fields> pumps(Optional<VerifiedLibrary> newest, String none) {
    String hash = newest.map(VerifiedLibrary::sha256).orElse("");
    long nowMs = clock.read().monotonicMs();
    List<Fields> pumps = new ArrayList<>();
    channels
        .states()
        .forEach(
            (channel, state) -> pumps.add(pump(channel, state, state.whyNot(hash, none, nowMs))));
    return pumps;
  }

  private static Fields pump(Channel channel, ChannelState state, Optional<String> whyNot) {
    Fields.Builder fields =
        Fields.builder()
            .put("serial", channel.pump())
            .put("channel", channel.name())
            .put("running", state.running())
            .put("heard", state.heard())
            .put("on_newest", whyNot.isEmpty());
    if (!state.sha256().isEmpty()) {
      fields
          .put("version", state.version())
          .put("sha256", state.sha256())
          .put("since", state.since());
    }
    whyNot.ifPresent(why -> fields.put("why_not", why));
    return fields.build();
  }

  private static Fields lastReceived(LastReceived last) {
    Fields.Builder fields = Fields.builder().put("signed_sha256", last.signed());
    if (!last.whyNot().isEmpty()) {
      fields.put("why_not", last.whyNot());
    }
    return fields.build();
  }
}
