// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.server.LaneLedger.Decision;
import io.pumpbridge.pumpserver.server.RecordReader.Reading;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, one queue in: read, decide, store, and only then say so. When the disk fails it ends:
 * a server that cannot store must not confirm.
 */
final class Intake implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private static final int QUEUE = 4_096; // a few seconds of a draining backlog
  private static final int MAX_BATCH = 500; // records a force

  /** Pressure back to the broker; what still finds no room comes again, being unconfirmed. */
  private static final long OFFER_SECONDS = 5;

  /** The way out. */
  interface Publisher {
    boolean isConnected();

    void publish(String topic, byte[] payload) throws PumpServerException;
  }

  /** What the broker delivers here. */
  sealed interface Message {
    /** On an event topic. */
    record OfEvent(String gateway, String lane, Bytes payload) implements Message {}

    /** The gateway is here, perhaps again, and may have missed what was confirmed before. */
    record OfBirth(String gateway) implements Message {}

    /** None comes any more. */
    record OfEnd() implements Message {}
  }

  /** What an intake works with. */
  record Surroundings(
      FileEventStore store,
      Topics topics,
      SignedDocuments documents,
      GapVouching vouching,
      Publisher publisher,
      List<StoredListener> listeners,
      Tally tally) {}

  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE);
  private final StreamBook book = new StreamBook();
  private final ConfirmationBatch confirmations = new ConfirmationBatch(System.nanoTime());

  private final EarlierPositions earlier = new EarlierPositions();
  private final Surroundings with;
  private volatile boolean stopping;

  /**
   * Reads what is stored.
   *
   * @throws IOException if it cannot be read or is not a sound chain any more
   */
  Intake(Surroundings surroundings) throws IOException {
    this.with = surroundings;
    List<String> problems = new ArrayList<>();
    with.store()
        .load(
            stored -> {
              for (Decision decision : book.restore(stored)) {
                if (decision instanceof Decision.Accepted accepted) {
                  reached(accepted.record().stream());
                } else if (problems.isEmpty()) {
                  problems.add(decision.record().stream() + " at " + decision.record().sequence());
                }
              }
            });
    if (!problems.isEmpty()) {
      throw new IOException("the store does not chain: " + problems.get(0));
    }
  }

  /** Any thread. */
  void offer(Message message) {
    try {
      if (!queue.offer(message, OFFER_SECONDS, TimeUnit.SECONDS)) {
        log.warn("message dropped, the intake is behind; it will come again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Any thread; whoever waits for a message wakes, and with a full queue nobody waits. */
  void stop() {
    stopping = true;
    var unused = queue.offer(new Message.OfEnd());
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      with.tally().fault("the store failed: nothing more is taken or confirmed");
      log.error("store failed, intake ends", e);
    } catch (RuntimeException | Error e) { // no memory left is as bad as no disk
      with.tally().fault("the intake failed: nothing more is taken or confirmed");
      log.error("intake failed and ends", e);
    }
  }

  private void step() throws InterruptedException, IOException {
    long patience = confirmations.untilDue(System.nanoTime()).toNanos();
    Message first = queue.poll(patience, TimeUnit.NANOSECONDS);
    if (first != null) {
      List<Message> batch = new ArrayList<>();
      batch.add(first);
      queue.drainTo(batch, MAX_BATCH - 1);
      take(batch);
    }
    long beganNanos = System.nanoTime();
    if (confirmations.isDue(beganNanos)) {
      Duration rest = ConfirmationBatch.SHORT_WAIT;
      if (with.publisher().isConnected()) {
        confirm();
        rest = Duration.ofNanos(System.nanoTime() - beganNanos); // half of the time for intake
      }
      confirmations.rest(rest, System.nanoTime());
    }
  }

  private void take(List<Message> batch) throws IOException {
    List<ReceivedRecord> accepted = new ArrayList<>();
    Set<StreamId> again = new LinkedHashSet<>();
    for (Message message : batch) {
      if (message instanceof Message.OfEvent event) {
        decide(event, accepted, again);
      } else if (message instanceof Message.OfBirth birth) {
        again.addAll(with.tally().streamsOf(birth.gateway()));
      }
    }
    with.store().append(accepted.stream().map(ReceivedRecord::record).toList());
    long storedNanos = System.nanoTime();
    for (ReceivedRecord received : accepted) {
      reached(received.record().stream());
      confirmations.mark(received.record().stream(), storedNanos);
    }
    again.forEach(stream -> confirmations.mark(stream, storedNanos));
    with.tally().stored.addAndGet(accepted.size());
    with.tally().openGaps.set(book.openGaps());
    accepted.forEach(received -> tell(received, storedNanos));
  }

  private void decide(Message.OfEvent event, List<ReceivedRecord> accepted, Set<StreamId> again) {
    with.tally().received.incrementAndGet();
    Optional<KuraPayload> payload = KuraCodec.decode(event.payload().toArray());
    if (payload.isEmpty()) {
      fault(event.gateway(), "the message is no Kura payload");
      return;
    }
    Reading reading = RecordReader.read(event.gateway(), event.lane(), payload.get());
    if (reading instanceof Reading.Unsound unsound) {
      fault(event.gateway(), unsound.problem());
    } else if (reading instanceof Reading.Sound sound) {
      for (Decision decision : book.offer(sound.received())) {
        if (decision instanceof Decision.Accepted next) {
          ReceivedRecord stored = StreamBook.parsed(next.record(), sound.received());
          accepted.add(stored);
          with.vouching()
              .problem(stored, book::storedHash)
              .ifPresent(problem -> fault(event.gateway(), problem));
        } else if (decision instanceof Decision.Duplicate duplicate) {
          with.tally().duplicates.incrementAndGet();
          again.add(duplicate.record().stream());
          earlier.cameAgain(duplicate.record());
        } else if (decision instanceof Decision.Held) {
          with.tally().heldBack.incrementAndGet();
        } else if (decision instanceof Decision.Refused refused) {
          book.storedInPlaceOf(refused.record())
              .ifPresent(
                  position -> {
                    earlier.contradicted(position);
                    again.add(position.stream());
                  });
          fault(
              event.gateway(),
              event.lane() + " " + refused.record().sequence() + ": " + refused.problem());
        }
      }
    }
  }

  /**
   * Out of its turn, so nothing proves yet that it belongs to the chain: it is told, and neither
   * stored nor confirmed. It comes again. On the broker's thread, past the queue: behind a backlog
   * it would be no news.
   */
  void show(String gateway, String lane, byte[] message) {
    Optional<KuraPayload> payload = KuraCodec.decode(message);
    if (payload.isEmpty()) {
      fault(gateway, "the preview is no Kura payload");
      return;
    }
    Reading reading = RecordReader.read(gateway, lane, payload.get());
    if (reading instanceof Reading.Unsound unsound) {
      fault(gateway, "preview: " + unsound.problem());
    } else if (reading instanceof Reading.Sound sound && isAhead(sound.received())) {
      with.tally().previews.incrementAndGet();
      for (StoredListener listener : with.listeners()) {
        try {
          listener.onShown(sound.received());
        } catch (RuntimeException e) {
          log.error("listener failed", e);
        }
      }
    }
  }

  private boolean isAhead(ReceivedRecord received) {
    return with.tally()
        .position(received.record().stream())
        .map(stored -> stored.sequence() < received.record().sequence())
        .orElse(true);
  }

  private void fault(String gateway, String problem) {
    with.tally().fault(gateway + ": " + problem);
    log.warn("message at fault gateway={} problem=\"{}\"", gateway, problem);
  }

  private void reached(StreamId stream) {
    book.position(stream).ifPresent(with.tally()::reached);
  }

  /** A listener's mistake is its own; the record is stored either way. */
  private void tell(ReceivedRecord received, long storedNanos) {
    for (StoredListener listener : with.listeners()) {
      try {
        listener.onStored(received, storedNanos);
      } catch (RuntimeException e) {
        log.error("listener failed", e);
      }
    }
  }

  private void confirm() {
    for (List<StreamId> streams : confirmations.take(System.nanoTime())) {
      List<StreamPosition> positions = new ArrayList<>();
      for (StreamId stream : streams) {
        Optional<StreamPosition> last = with.tally().position(stream);
        earlier.of(stream).stream()
            .filter(one -> !last.equals(Optional.of(one)))
            .forEach(positions::add);
        last.ifPresent(positions::add);
      }
      if (positions.isEmpty()) {
        continue; // duplicates of what only waits ahead of a gap
      }
      String gateway = streams.get(0).gateway();
      try {
        Bytes signed = with.documents().confirmation(gateway, positions);
        with.publisher()
            .publish(
                with.topics().request(gateway, Verb.PUT, "confirmation"),
                RequestPayload.of(with.topics().serverId(), Requests.newId(), signed));
        with.tally().confirmations.incrementAndGet();
        streams.forEach(earlier::told);
      } catch (PumpServerException e) {
        log.warn("confirmation not sent, will try again gateway={}", gateway, e);
        streams.forEach(stream -> confirmations.mark(stream, System.nanoTime()));
      }
    }
  }
}
