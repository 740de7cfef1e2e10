// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import io.pumpbridge.simulators.drive.PanelTraits.Part;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import io.pumpbridge.simulators.pump.PumpSimulator.Truth;
import java.math.BigDecimal;
import java.util.Optional;

/** The front panel of any pump that has a {@link Drive}. */
public final class FrontPanel implements Bedside {
  private static final int SHOWN_DECIMALS = 3;

  private final PanelTraits traits;
  private final Drive drive;
  private final Works works;

  public FrontPanel(PanelTraits traits, Drive drive, Works works) {
    this.traits = traits;
    this.drive = drive;
    this.works = works;
  }

  @Override
  public String place() {
    return traits.place();
  }

  @Override
  public String serialNumber() {
    return traits.serialNumber();
  }

  @Override
  public void rate(String mlPerHour, long nowMs) {
    BigDecimal rate =
        traits
            .rates()
            .read(mlPerHour)
            .orElseThrow(() -> new IllegalArgumentException("no rate for this pump: " + mlPerHour));
    press(nowMs);
    drive.rate(rate);
    works.rateSet(rate);
  }

  @Override
  public void vtbi(String ml, long nowMs) {
    demand(Part.VTBI);
    BigDecimal volume = volume(ml);
    press(nowMs);
    Optional<BigDecimal> wanted = Optional.of(volume).filter(v -> v.signum() > 0);
    drive.vtbi(wanted);
    works.vtbiSet(wanted);
  }

  private BigDecimal volume(String ml) {
    return RateRange.decimal(ml, traits.volumeDecimals())
        .filter(volume -> volume.compareTo(BigDecimal.valueOf(9_999)) <= 0)
        .orElseThrow(() -> new IllegalArgumentException("no volume for this pump: " + ml));
  }

  @Override
  public boolean start(long nowMs) {
    press(nowMs);
    return works.start(drive);
  }

  @Override
  public void stop(long nowMs) {
    press(nowMs);
    drive.stop();
  }

  @Override
  public void occlude(long nowMs) {
    works.pass(nowMs);
    drive.block();
  }

  @Override
  public void free(long nowMs) {
    works.pass(nowMs);
    drive.unblock();
  }

  @Override
  public void load(String ml, long nowMs) {
    BigDecimal volume =
        RateRange.decimal(ml, SHOWN_DECIMALS)
            .orElseThrow(() -> new IllegalArgumentException("no volume to load: " + ml));
    works.pass(nowMs);
    drive.load(volume);
  }

  @Override
  public void empty(long nowMs) {
    works.pass(nowMs);
    drive.load(BigDecimal.ZERO);
  }

  @Override
  public void clear(long nowMs) {
    press(nowMs);
    works.cleared();
    drive.clear();
  }

  @Override
  public void mains(boolean present, long nowMs) {
    demand(Part.MAINS);
    works.pass(nowMs);
    drive.mains(present);
    works.mains(present);
  }

  @Override
  public void battery(int percent, long nowMs) {
    demand(Part.BATTERY);
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("a battery holds 0 to 100 percent, not " + percent);
    }
    works.pass(nowMs);
    drive.battery(percent);
  }

  private void press(long nowMs) {
    works.pass(nowMs);
    works.pressed();
  }

  private void demand(Part part) {
    if (traits.missing().containsKey(part)) {
      throw new UnsupportedOperationException(traits.missing().get(part));
    }
  }

  @Override
  public Truth truth(long nowMs) {
    works.pass(nowMs);
    BigDecimal flowing = drive.rateFlowing().stripTrailingZeros();
    return new Truth(
        drive.isRunning(),
        flowing.signum() == 0 ? "0" : flowing.toPlainString(),
        drive.infusedMl(SHOWN_DECIMALS).toPlainString(),
        works.alarms(),
        works.controlled());
  }
}
