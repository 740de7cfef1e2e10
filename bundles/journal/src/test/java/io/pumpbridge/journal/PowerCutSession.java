// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.result;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.journal.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A journal's life as a script, played by a process whose changes of the disk are recorded: lone
 * events of every lane, bursts, samples that wait, a server that reads and confirms, answers,
 * records that give way, checkpoints, restarts, and a store that somebody damages.
 *
 * <p>Arguments: the recorded directory, {@code full} or {@code normal}, the seed, the steps.
 */
final class PowerCutSession {
  /** The smallest journal that can be set up; its audit lane soon gives way. */
  static final Settings SMALLEST = new Settings(16, 100, 5);

  /** In a record that shall fill the journal; it takes four pages. */
  private static final int FILLING = 15_000;

  private static final int MOST_IN_BURST = 30;
  private static final int MOST_CONFIRMED = 60;
  private static final List<EventName> URGENT =
      List.of(EventName.ALARM, EventName.DELIV_START, EventName.COMMAND_REFUSED);

  private final TestBench bench;
  private final Connections connections;
  private final Random random;
  private final Marks marks;
  private SqliteEventJournal journal;
  private long number;

  private PowerCutSession(Path root, Connections connections, long seed) throws IOException {
    this.bench = new TestBench(root);
    this.connections = connections;
    this.random = new Random(seed);
    this.marks = new Marks(root);
    this.journal = bench.open(SMALLEST, connections);
  }

  public static void main(String[] arguments) throws Exception {
    Connections connections =
        arguments[1].equals("normal") ? new NormalConnections() : Connections::toSqlite;
    PowerCutSession session =
        new PowerCutSession(Path.of(arguments[0]), connections, Long.parseLong(arguments[2]));
    session.play(Integer.parseInt(arguments[3]));
  }

  private void play(int steps) throws Exception {
    for (int step = 0; step < steps; step++) {
      if (step == steps * 2 / 3) {
        damage();
      }
      // For a while nobody takes anything, and the lane that grows fastest must give way.
      boolean served = step < steps / 5 || step > steps / 2;
      step(random.nextInt(100), served);
    }
    boolean more = true;
    while (more) {
      more = serve();
    }
    journal.close();
    marks.close();
  }

  private void step(int dice, boolean served) throws Exception {
    if (dice < 40) {
      append(List.of(event(URGENT.get(random.nextInt(URGENT.size())), "")));
    } else if (dice < 52) {
      append(burst(1 + random.nextInt(MOST_IN_BURST)));
    } else if (dice < 58) {
      append(List.of(event(EventName.SAMPLE, ""), event(EventName.SAMPLE, "")));
    } else if (dice < 85 && served) {
      boolean unused = serve();
    } else if (dice < 85) {
      append(List.of(event(EventName.COMMAND_REFUSED, "x".repeat(FILLING))));
    } else if (dice < 95) {
      number++;
      journal.rememberAnswer("request-" + number, Fields.builder().put("number", number).build());
      marks.answered("request-" + number, number);
    } else {
      journal.close();
      journal = bench.open(SMALLEST, connections);
    }
  }

  private List<Event> burst(int size) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean sample = random.nextBoolean();
      events.add(event(sample ? EventName.SAMPLE : URGENT.get(random.nextInt(URGENT.size())), ""));
    }
    return events;
  }

  private Event event(EventName name, String filling) {
    number++;
    return Event.of(name, Fields.builder().put("number", number).put("filling", filling).build());
  }

  /** Returns when all are durable; each is marked once its caller knows. */
  private void append(List<Event> events) throws IOException {
    List<CompletableFuture<EventRecord>> futures = new ArrayList<>();
    for (Event event : events) {
      futures.add(journal.append(event));
    }
    for (CompletableFuture<EventRecord> future : futures) {
      marks.acknowledged(result(future));
    }
  }

  /**
   * Some lane's oldest records go to the server, which confirms them; answers if there were any.
   */
  private boolean serve() throws IOException, JournalException {
    List<StreamStatus> waiting =
        journal.streams().stream().filter(status -> status.storedCount() > 0).toList();
    if (waiting.isEmpty()) {
      return false;
    }
    StreamStatus status = waiting.get(random.nextInt(waiting.size()));
    List<EventRecord> records =
        journal.read(status.stream(), 0, 1 + random.nextInt(MOST_CONFIRMED));
    for (EventRecord record : records) {
      for (Promises.Gap gap : Recovery.gapsIn(record)) {
        String[] place = gap.stream().split(" ", -1);
        marks.toldGap(place[0], place[1], gap.first(), gap.last());
      }
    }
    if (records.stream().anyMatch(Recovery::saysStoreDamaged)) {
      marks.toldDamage();
    }
    EventRecord last = records.get(records.size() - 1);
    marks.confirming(last.stream(), last.sequence());
    journal.confirm(last.stream(), last.sequence(), last.hash());
    marks.confirmed(last.stream(), last.sequence());
    return true;
  }

  /** What SQLite knows its files by is overwritten. */
  private void damage() throws IOException {
    journal.close();
    marks.damaging();
    try (FileChannel file = FileChannel.open(bench.file(), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[16]), 0);
      file.force(false);
    }
    journal = bench.open(SMALLEST, connections);
  }
}
