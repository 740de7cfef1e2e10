// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.attack;

import io.pumpbridge.druglibrary.channel.ChannelEvents;
import io.pumpbridge.druglibrary.channel.Channels;
import io.pumpbridge.druglibrary.channel.LibraryStatus;
import io.pumpbridge.druglibrary.library.LibraryHandler;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.store.DirectoryStore;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The real door, the real verifier and the real shelf; only the journal is a list. */
final class Gateway {
  static final String HOSPITAL = "Example Hospital";

  private final Path state;
  private final LibraryShelf shelf;
  private final CommandHandler door;
  private final Heard journal = new Heard();

  Gateway(Path directory, People people) throws IOException {
    people.writeAnchors(directory.resolve("anchors"));
    state = directory.resolve("library");
    StatusKnowledge status =
        new StatusKnowledge(
            RevocationRules.REQUIRED,
            new ListFolder(directory.resolve("anchors/revocation")),
            new StateFolder(directory.resolve("received"), new LocalDisk()));
    TrustedClock clock = () -> new ClockReading(People.NOW, ClockQuality.SYNCHRONISED, 0);
    CmsVerifier verifier =
        new CmsVerifier(new AnchorFolder(directory.resolve("anchors/signers")), status, clock);
    Store store = DirectoryStore.open(state);
    AuditTrail trail = event -> journal.append(event).thenApply(record -> null);
    Recorder recorder = new Recorder(journal, trail);
    Channels channels = new Channels(store, clock, new ChannelEvents(recorder));
    shelf = new LibraryShelf(store, verifier, NAME, recorder, channels);
    door = LibraryHandler.of(shelf, new LibraryStatus(shelf, channels, clock)::tell);
    shelf.load();
  }

  Answer send(Bytes signed) {
    return door.handle(new Command("request", Command.Verb.EXEC, "library", signed));
  }

  VerifiedLibrary inForce() {
    return shelf.inForce().orElseThrow();
  }

  /** What has happened since it was asked last. */
  List<Event> heard() {
    List<Event> since = List.copyOf(journal.events);
    journal.events.clear();
    return since;
  }

  /** All that it keeps, by what is in it. */
  String stored() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(state)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.append(state.relativize(file)).append(' ');
        all.append(EventRecord.hashOf(Bytes.of(Files.readAllBytes(file)))).append('\n');
      }
    }
    return all.toString();
  }

  private static final DeviceIdentity NAME =
      new DeviceIdentity() {
        @Override
        public String gatewayId() {
          return "bed-1";
        }

        @Override
        public String hospital() {
          return HOSPITAL;
        }

        @Override
        public Optional<Instant> certificateEnds() {
          return Optional.empty();
        }
      };

  private static final class Heard implements EventJournal {
    private final List<Event> events = new ArrayList<>();

    @Override
    public CompletableFuture<EventRecord> append(Event event) {
      events.add(event);
      return new CompletableFuture<>();
    }

    @Override
    public List<StreamStatus> streams() {
      return List.of();
    }

    @Override
    public List<EventRecord> read(StreamId stream, long afterSequence, int maxCount) {
      return List.of();
    }

    @Override
    public void confirm(StreamId stream, long upTo, String hash) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Fields> findAnswer(String requestId) {
      return Optional.empty();
    }

    @Override
    public void rememberAnswer(String requestId, Fields answer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void rememberUnchanged(String requestId, Fields answer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AutoCloseable onAppended(Runnable listener) {
      return () -> {};
    }
  }
}
