// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LineSettings.Parity;
import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.contract.ByteLinkContract;
import io.pumpbridge.simulators.contract.FarEnd;
import io.pumpbridge.simulators.terminal.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On real pseudo-terminals, by the stable name. They prove neither baud rates nor parity: a
 * pseudo-terminal takes all and heeds none.
 */
final class SerialByteLinkTest extends ByteLinkContract {
  private static final LineSettings ALARIS = new LineSettings(38_400, 8, Parity.NONE, 1);
  private static final Bytes HELLO = Bytes.fromHex("21ff0d00");

  @TempDir Path directory;

  private PseudoTerminal terminal;
  private PortId name;

  @Override
  protected Line open() throws IOException {
    terminal = PseudoTerminal.open();
    Path link = directory.resolve("pci-0000:00:14.0-usb-0:1:1.0-port0");
    terminal.link(link);
    name = new PortId(link.toString());
    return new Line(openAgain(), new PumpEnd(terminal));
  }

  private ByteLink openAgain() throws IOException {
    return SerialByteLink.open(name, ALARIS, WRITE_LIMIT);
  }

  private record PumpEnd(PseudoTerminal terminal) implements FarEnd {
    @Override
    public void send(Bytes bytes) throws IOException {
      assertThat(terminal.write(bytes)).isEqualTo(bytes.length());
    }

    @Override
    public Bytes receive(Duration wait) throws IOException {
      return terminal.read(wait);
    }

    @Override
    public void vanish() throws IOException {
      terminal.unplug();
    }

    @Override
    public void close() throws IOException {
      terminal.close();
    }
  }

  @BeforeEach
  void theFirstDeviceIsTheOneBehindTheName() {
    assertThat(line.link().port()).isEqualTo(name);
  }

  @Test
  void afterReplugUnderAnotherNumberTheSameNameLeadsToTheNewDevice() throws Exception {
    Path before = terminal.device();
    for (int i = 0; i < 3; i++) {
      terminal.unplug();
      assertThatThrownBy(() -> readFully(1)).isInstanceOf(LinkLostException.class);
      terminal.replug();
      assertThat(terminal.device()).isNotEqualTo(before);
      before = terminal.device();
      try (ByteLink fresh = openAgain()) {
        terminal.write(HELLO);
        line = new Line(fresh, line.far());
        assertThat(readFully(HELLO.length())).isEqualTo(HELLO);
      }
      line = new Line(openAgain(), line.far());
    }
  }

  @Test
  void aPortThatIsOpenIsTakenAndFreeAgainAfterClosing() throws Exception {
    assertThatThrownBy(this::openAgain)
        .isInstanceOf(IOException.class)
        .hasMessage(name + " is taken: the agent itself has it open");
    PortId otherName = new PortId(terminal.device().toString());
    assertThatThrownBy(() -> SerialByteLink.open(otherName, ALARIS, WRITE_LIMIT))
        .as("the same device under another name")
        .hasMessageContaining("is taken");
    line.link().close();
    openAgain().close();
  }

  @Test
  void aPortThatAnotherProgramHasLockedIsTakenBySomebodyElse() throws Exception {
    line.link().close();
    Process other =
        new ProcessBuilder("flock", "--no-fork", terminal.device().toString(), "cat").start();
    try {
      other.getOutputStream().write('x');
      other.getOutputStream().flush();
      assertThat(other.getInputStream().read()).as("the lock is held").isEqualTo('x');
      assertThatThrownBy(this::openAgain)
          .hasMessage(name + " is taken: another program has it open");
    } finally {
      other.destroy();
      other.waitFor();
    }
    openAgain().close();
  }

  @Test
  void whileUnpluggedOpeningSaysThatItIsNotThere() throws Exception {
    terminal.unplug();
    assertThatThrownBy(this::openAgain)
        .isInstanceOf(IOException.class)
        .hasMessage(name + " is not there: unplugged, or wrongly named");
  }

  @Test
  void aDanglingNameIsNotThere() throws Exception {
    Path dangling = directory.resolve("dangling");
    Files.createSymbolicLink(dangling, Path.of("/dev/pts/99999"));
    PortId id = new PortId(dangling.toString());
    assertThatThrownBy(() -> SerialByteLink.open(id, ALARIS, WRITE_LIMIT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/null", "/dev/zero", "/proc/self/status"})
  void whatIsNoSerialPortIsRefused(String path) {
    assertThatThrownBy(() -> SerialByteLink.open(new PortId(path), ALARIS, WRITE_LIMIT))
        .isInstanceOf(IOException.class)
        .hasMessage(path + " is no serial port");
  }

  @Test
  void theFirstSignOfLossClosesThePortSoThatNothingSpins() throws Exception {
    terminal.unplug();
    assertThatThrownBy(() -> readFully(1)).isInstanceOf(LinkLostException.class);
    assertThatThrownBy(() -> line.link().read(Duration.ofMillis(100)))
        .hasMessage(name + " is closed");
  }

  @ParameterizedTest
  @EnumSource(Parity.class)
  void everyLineSettingIsTaken(Parity parity) throws Exception {
    line.link().close();
    for (int baud : new int[] {300, 1_200, 9_600, 19_200, 38_400, 115_200, 921_600}) {
      for (int bits = 7; bits <= 8; bits++) {
        for (int stop = 1; stop <= 2; stop++) {
          SerialByteLink.open(name, new LineSettings(baud, bits, parity, stop), WRITE_LIMIT)
              .close();
        }
      }
    }
  }

  /** The second time nothing is left to set, and the C library minds what a terminal cannot do. */
  @Test
  void whatAPseudoTerminalCannotBeSetToDoesNotKeepItFromBeingOpenedAgain() throws Exception {
    line.link().close();
    LineSettings fresenius = new LineSettings(19_200, 7, Parity.EVEN, 1);
    for (int i = 0; i < 3; i++) {
      SerialByteLink.open(name, fresenius, WRITE_LIMIT).close();
    }
  }

  @Test
  void anInterruptedReaderReturnsAndStaysInterrupted() throws Exception {
    boolean interrupted =
        result(
            meanwhile(
                () -> {
                  Thread.currentThread().interrupt();
                  assertThat(line.link().read(DEADLINE)).isEqualTo(Bytes.EMPTY);
                  return Thread.interrupted();
                }));
    assertThat(interrupted).isTrue();
  }

  @Test
  void openingAndClosingLeavesNoDescriptorAndNoThread() throws Exception {
    line.link().close();
    openAgain().close();
    long before = terminalDescriptors();
    for (int i = 0; i < 20; i++) {
      ByteLink link = openAgain();
      link.write(HELLO);
      link.close();
    }
    assertThat(terminalDescriptors()).isEqualTo(before);
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (threadsOfThisPort() > 0 && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    assertThat(threadsOfThisPort()).isZero();
  }

  private long threadsOfThisPort() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith(name.path()))
        .count();
  }

  private static long terminalDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(SerialByteLinkTest::isTerminal).count();
    }
  }

  private static boolean isTerminal(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("/dev/pts/");
    } catch (IOException e) {
      return false; // closed between listing and looking
    }
  }
}
