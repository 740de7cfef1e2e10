// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** An {@link AlarisPump} as every simulated pump is driven: it stands alone on its line. */
public final class AlarisSimulator implements PumpSimulator, Bedside {
  private static final LineSettings LINE = new LineSettings(38_400, 8, LineSettings.Parity.NONE, 1);

  private static final int VOLUME_DECIMALS = 3;

  private final AlarisPump pump;

  public AlarisSimulator(AlarisPump pump) {
    this.pump = pump;
  }

  @Override
  public String protocol() {
    return "alaris";
  }

  @Override
  public LineSettings lineSettings() {
    return LINE;
  }

  @Override
  public List<Bytes> receive(Bytes chunk, long nowMs) {
    return pump.receive(chunk, nowMs).stream().map(Reply::toBytes).toList();
  }

  /** It never speaks unasked. */
  @Override
  public List<Bytes> advance(long nowMs) {
    pump.advance(nowMs);
    return List.of();
  }

  @Override
  public List<Bedside> pumps() {
    return List.of(this);
  }

  @Override
  public String place() {
    return "";
  }

  @Override
  public String serialNumber() {
    return pump.serialNumber();
  }

  @Override
  public void rate(String mlPerHour, long nowMs) {
    pump.setRate(new BigDecimal(mlPerHour), nowMs);
  }

  @Override
  public void vtbi(String ml, long nowMs) {
    pump.setVtbi(Optional.of(volume(ml, new BigDecimal("9999.999"))), nowMs);
  }

  private static BigDecimal volume(String ml, BigDecimal most) {
    BigDecimal volume = new BigDecimal(ml);
    if (volume.signum() <= 0 || volume.compareTo(most) > 0 || volume.scale() > VOLUME_DECIMALS) {
      throw new IllegalArgumentException(
          "this pump takes more than 0 up to " + most + " mL by 0.001, not " + ml);
    }
    return volume;
  }

  @Override
  public boolean start(long nowMs) {
    return pump.start(nowMs);
  }

  @Override
  public void stop(long nowMs) {
    pump.stop(nowMs);
  }

  @Override
  public void occlude(long nowMs) {
    pump.occlude(nowMs);
  }

  @Override
  public void free(long nowMs) {
    pump.freeLine(nowMs);
  }

  @Override
  public void load(String ml, long nowMs) {
    pump.loadSyringe(volume(ml, AlarisPump.SYRINGE_ML), nowMs);
  }

  @Override
  public void empty(long nowMs) {
    pump.loadSyringe(BigDecimal.ZERO, nowMs);
  }

  @Override
  public void clear(long nowMs) {
    pump.clearAlarm(nowMs);
  }

  @Override
  public void mains(boolean present, long nowMs) {
    pump.setMains(present, nowMs);
  }

  @Override
  public void battery(int percent, long nowMs) {
    pump.setBattery(percent, nowMs);
  }

  @Override
  public Truth truth(long nowMs) {
    pump.advance(nowMs);
    return new Truth(
        pump.isRunning(),
        pump.isRunning() ? pump.rateFlowing().toPlainString() : "0",
        pump.volumeInfusedMl().toPlainString(),
        pump.alarm() == AlarisAlarm.AL_NOALM ? List.of() : List.of(pump.alarm().name()),
        pump.isRemoteControlled());
  }
}
