// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.StorePeer.Piece;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.Sealer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Durable events a second of one writer, ours beside a bare append of the same sealed bytes and
 * beside what other agents keep their messages in. Every figure is the median of ratios to the bare
 * append in the same round, so that a disk with moods does not decide.
 *
 * <p>Each set of JVM flags runs in a JVM of its own, and says what sealing costs there: AES-GCM has
 * its fast code only in the second compiler.
 */
final class StoreBenchmark {
  private static final List<Integer> BATCHES = List.of(1, 10, 100);

  /** What the product has set itself, by batch; nothing was set for 10. */
  private static final Map<Integer, Double> AIMS = Map.of(1, 0.8, 100, 0.35);

  private static final int ROUNDS = 7;
  private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(700);
  private static final int HASH_BYTES = 32;
  private static final int PIECES = 512;

  /** Long enough for the second compiler to have seen it. */
  private static final long SEALING_NS = TimeUnit.SECONDS.toNanos(4);

  /** Of each store, so that both compilers have seen all of it, as in a gateway that runs. */
  private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(6);

  private static final int WARM_UP_BATCH = 10;

  private static final String APPEND = "append+force";
  private static final String JOURNAL = "journal";
  private static final String CHILD = "here";

  /** By name: what is compared is the choice of compilers, all else is a small gateway's. */
  private static final Map<String, List<String>> FLAGS = new LinkedHashMap<>();

  static {
    FLAGS.put("first compiler only", List.of("-XX:TieredStopAtLevel=1"));
    FLAGS.put("both compilers", List.of("-XX:ReservedCodeCacheSize=32m"));
    FLAGS.put(
        "both compilers, inlining less",
        List.of(
            "-XX:ReservedCodeCacheSize=32m", "-XX:FreqInlineSize=100", "-XX:InlineSmallCode=600"));
  }

  private StoreBenchmark() {}

  /** Without arguments: everything. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 2 && arguments[0].equals(CHILD)) {
      measure(Path.of(arguments[1]), System.out);
      return;
    }
    for (Map.Entry<String, List<String>> flags : FLAGS.entrySet()) {
      System.out.printf("%n%s: %s%n", flags.getKey(), String.join(" ", flags.getValue()));
      Path directory = Files.createTempDirectory(Path.of("target"), "stores-");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m", "-Xss512k"));
      command.addAll(flags.getValue());
      command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
      command.addAll(List.of(StoreBenchmark.class.getName(), CHILD, directory.toString()));
      int status = new ProcessBuilder(command).inheritIO().start().waitFor();
      remove(directory);
      if (status != 0) {
        throw new IOException("a run ended with " + status);
      }
    }
  }

  private static void measure(Path directory, PrintStream out) throws Exception {
    Sealer sealer = TestBench.sealer("benchmark");
    List<Piece> pieces = pieces(new RecordSeal(sealer));
    sealing(new RecordSeal(sealer), out);
    try (JournalPeer journal = new JournalPeer(directory, sealer);
        StorePeer append = StorePeer.append(directory);
        StorePeer sqlite = StorePeer.sqlite(directory);
        StorePeer h2 = StorePeer.h2(directory);
        StorePeer paho = StorePeer.paho(directory)) {
      Map<String, StorePeer> peers = new LinkedHashMap<>();
      peers.put(APPEND, append);
      peers.put(JOURNAL + ", its caller asleep until then", journal);
      peers.put(JOURNAL + ", its caller told by callback", journal.toldByCallback());
      peers.put("SQLite alone, nothing sealed", sqlite);
      peers.put("H2 file (loses them at a power cut)", h2);
      peers.put("Paho's file persistence", paho);
      for (StorePeer peer : peers.values()) {
        double unused = rate(peer, pieces, WARM_UP_BATCH, WARM_UP_NS);
      }
      out.println("| batch | store | durable events a second | to " + APPEND + " | aim |");
      out.println("| --- | --- | --- | --- | --- |");
      for (int batch : BATCHES) {
        print(out, batch, rounds(peers, pieces, batch));
      }
    }
  }

  /** By store, a rate for each round; the first round is for the new batch, and dropped. */
  private static Map<String, List<Double>> rounds(
      Map<String, StorePeer> peers, List<Piece> pieces, int batch) throws Exception {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = 0; round <= ROUNDS; round++) {
      for (Map.Entry<String, StorePeer> peer : peers.entrySet()) {
        double rate = rate(peer.getValue(), pieces, batch, ROUND_NS);
        if (round > 0) {
          rates.computeIfAbsent(peer.getKey(), name -> new ArrayList<>()).add(rate);
        }
      }
    }
    return rates;
  }

  private static double rate(StorePeer peer, List<Piece> pieces, int batch, long nanos)
      throws Exception {
    long begin = System.nanoTime();
    long kept = peer.keepFor(nanos, pieces, batch);
    double rate = kept * 1e9 / (System.nanoTime() - begin);
    peer.forget();
    return rate;
  }

  private static void print(PrintStream out, int batch, Map<String, List<Double>> rates) {
    List<Double> base = rates.getOrDefault(APPEND, List.of());
    rates.forEach(
        (name, own) -> {
          List<Double> ratios = new ArrayList<>();
          for (int round = 0; round < own.size(); round++) {
            ratios.add(own.get(round) / base.get(round));
          }
          boolean ours = name.startsWith(JOURNAL) && AIMS.containsKey(batch);
          out.printf(
              Locale.ROOT,
              "| %d | %s | %.0f | %.2f | %s |%n",
              batch,
              name,
              median(own),
              median(ratios),
              ours ? "%.2f".formatted(AIMS.get(batch)) : "");
        });
  }

  /** What a record's seal costs, made and opened. */
  private static void sealing(RecordSeal seal, PrintStream out) throws Exception {
    StreamId stream = new StreamId(TestBench.GATEWAY, "0", Lane.CLINICAL);
    EventRecord record =
        EventRecord.of(stream, 1, EventRecord.FIRST_PREVIOUS, new TickingClock().read(), event(1));
    double best = Double.MAX_VALUE;
    long end = System.nanoTime() + SEALING_NS;
    while (System.nanoTime() < end) {
      long begin = System.nanoTime();
      for (int i = 0; i < PIECES; i++) {
        EventRecord unused = seal.open(stream, seal.seal(record));
      }
      best = Math.min(best, (System.nanoTime() - begin) / 1e3 / PIECES);
    }
    out.printf(
        Locale.ROOT,
        "seal and open of one record of %d bytes: %.0f microseconds%n",
        record.canonical().length(),
        best);
  }

  /** What a row of our table holds: the hash before, its own, the sealed record. */
  private static Bytes row(StoredRecord row) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * HASH_BYTES + row.sealed().length());
    bytes.put(row.previousHash().toBuffer()).put(row.hash().toBuffer());
    return Bytes.of(bytes.put(row.sealed().toBuffer()).array());
  }

  private static List<Piece> pieces(RecordSeal seal) {
    StreamId stream = new StreamId(TestBench.GATEWAY, "0", Lane.CLINICAL);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 1; i <= PIECES; i++) {
      Event event = event(i);
      EventRecord record =
          EventRecord.of(stream, i, EventRecord.FIRST_PREVIOUS, new TickingClock().read(), event);
      pieces.add(new Piece(event, row(seal.seal(record))));
    }
    return pieces;
  }

  /** As large as what a pump tells; of the clinical lane, which is durable at once. */
  private static Event event(long number) {
    return Event.of(
        EventName.DELIV_START,
        Fields.builder()
            .put("pump", "alaris-8002-51740")
            .put("channel", "1")
            .put("status", "infusing")
            .put("number", number)
            .put("rate", Fields.builder().put("value", "12.5").put("unit", "mL/h").build())
            .put("volume_infused", Fields.builder().put("value", "101.3").put("unit", "mL").build())
            .put(
                "volume_remaining",
                Fields.builder().put("value", "148.7").put("unit", "mL").build())
            .put("pressure", Fields.builder().put("value", "210").put("unit", "mm[Hg]").build())
            .build());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
