// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.fault.LineFaults;
import io.pumpbridge.simulators.live.LivePump;
import io.pumpbridge.simulators.live.TerminalLine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;

/**
 * An {@link AlarisPump} that lives on a pseudo-terminal: a {@link LivePump} for those who know that
 * it is an Alaris. All methods are safe for many threads.
 */
public final class SimulatedPump implements Closeable {

  /** Hears of each reply that went on the line whole. */
  public interface ReplyListener {

    /**
     * @param text the body, for example {@code INF^8002-51740^-^SET^3.50^…}
     * @param nanoTime {@link System#nanoTime} just before the first byte was written
     */
    void onReply(String text, long nanoTime);
  }

  private final AlarisPump pump;
  private final TerminalLine terminal;
  private final LivePump live;
  private final CopyOnWriteArrayList<ReplyListener> listeners = new CopyOnWriteArrayList<>();

  private SimulatedPump(AlarisPump pump, TerminalLine terminal) {
    this.pump = pump;
    this.terminal = terminal;
    this.live =
        LivePump.start(
            new AlarisSimulator(pump),
            serial -> new AlarisSimulator(new AlarisPump(serial)),
            terminal,
            0);
    live.addListener(this::tell);
  }

  /** A stopped pump, plugged in, with {@code link} as its stable name. */
  public static SimulatedPump start(String serial, Path link) throws IOException {
    return new SimulatedPump(new AlarisPump(serial), TerminalLine.open(link));
  }

  private void tell(Bytes frame, long nanoTime) {
    String text = frame.toText(StandardCharsets.ISO_8859_1);
    String body = text.substring(1, text.indexOf('|'));
    listeners.forEach(listener -> listener.onReply(body, nanoTime));
  }

  /** Does something at the pump's front panel; gets the pump and its time in milliseconds. */
  public void atPanel(ObjLongConsumer<AlarisPump> action) {
    look(
        (alaris, now) -> {
          action.accept(alaris, now);
          return true;
        });
  }

  /** Looks at the pump, at its time. */
  public <T> T look(BiFunction<AlarisPump, Long, T> question) {
    return live.at(
        (simulator, now) -> {
          pump.advance(now);
          return question.apply(pump, now);
        });
  }

  public void addListener(ReplyListener listener) {
    listeners.add(listener);
  }

  public void removeListener(ReplyListener listener) {
    listeners.remove(listener);
  }

  /** From the next reply on the line behaves so. */
  public void setFaults(LineFaults faults) {
    live.setFaults(faults);
  }

  /** Pulls the cable out of the gateway; the pump goes on. */
  public void unplug() throws IOException {
    live.unplug();
  }

  /** Plugs it in again, under another device number and the same stable name. */
  public void replug() throws IOException {
    live.replug();
  }

  /** The device's own path at the moment. */
  public Path device() {
    return terminal.device();
  }

  /**
   * Stops the pump's thread and gives the terminal back.
   *
   * @throws IOException also if the line had failed while the pump ran
   */
  @Override
  public void close() throws IOException {
    live.close();
  }
}
