// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEventStoreTest {
  private static final List<EventRecord> CHAIN = Streams.chain(Streams.ALARMS, 3);
  @TempDir Path directory;

  private static List<EventRecord> load(Path directory) throws IOException {
    List<EventRecord> records = new ArrayList<>();
    try (FileEventStore store = new FileEventStore(directory)) {
      store.load(received -> records.add(received.record()));
    }
    return records;
  }

  private Path file() {
    return directory.resolve("gw-1.records");
  }

  private byte[] written() throws IOException {
    try (FileEventStore store = new FileEventStore(directory)) {
      store.append(CHAIN);
    }
    return Files.readAllBytes(file());
  }

  @Test
  void whatWasAppendedIsThereAtTheNextStartInOrderForEachGateway() throws IOException {
    List<EventRecord> others = Streams.chain(new StreamId("gw-2", "e1", Lane.AUDIT), 2);
    try (FileEventStore store = new FileEventStore(directory)) {
      store.append(List.of(CHAIN.get(0), others.get(0)));
      store.append(List.of(CHAIN.get(1), others.get(1), CHAIN.get(2)));
    }
    List<EventRecord> expected = new ArrayList<>(CHAIN);
    expected.addAll(others);
    assertThat(load(directory)).isEqualTo(expected);
  }

  /** A power cut may leave any part of what was being written. */
  @Test
  void whereverTheEndIsTornWhatStoodBeforeStays() throws IOException {
    byte[] whole = written();
    int lastStart = whole.length - CHAIN.get(2).canonical().length() - 66;
    for (int length = lastStart; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThat(load(directory)).as("cut at %d", length).isEqualTo(CHAIN.subList(0, 2));
    }
    try (FileEventStore store = new FileEventStore(directory)) {
      store.append(CHAIN.subList(2, 3));
    }
    assertThat(load(directory)).isEqualTo(CHAIN);
  }

  @Test
  void aTornEndOfZeroesIsPutAside() throws IOException {
    byte[] whole = written();
    Files.write(file(), Arrays.copyOf(whole, whole.length + 5_000));
    assertThat(load(directory)).isEqualTo(CHAIN);
    assertThat(Files.readAllBytes(directory.resolve("gw-1.torn"))).hasSize(5_000);
  }

  @Test
  void damageInTheMiddleStopsTheStart() throws IOException {
    byte[] whole = written();
    int firstLine = CHAIN.get(0).canonical().length() + 66;
    for (int at = 0; at < firstLine; at++) {
      byte[] bad = whole.clone();
      bad[at] ^= 1;
      Files.write(file(), bad);
      assertThatThrownBy(() -> load(directory))
          .as("flipped at %d", at)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void aNameThatIsNoGatewayIdNeverBecomesAFile() throws IOException {
    EventRecord hostile = Streams.chain(new StreamId("../evil", "e1", Lane.ALARM), 1).get(0);
    try (FileEventStore store = new FileEventStore(directory)) {
      assertThatThrownBy(() -> store.append(List.of(hostile))).isInstanceOf(IOException.class);
    }
  }
}
