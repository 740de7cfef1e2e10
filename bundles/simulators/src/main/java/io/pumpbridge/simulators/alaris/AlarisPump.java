// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import io.pumpbridge.model.measure.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An Alaris Asena syringe pump as its serial line and its front panel show it. Pure: it is told the
 * time (milliseconds, never backwards) with every call and does nothing between calls. Not safe for
 * threads.
 *
 * <p>Where the public sources do not say what a real pump does, this one stays silent, and the
 * comment there says so.
 */
public final class AlarisPump {
  /** A pump that was started over the line stops if that long nothing sound comes (user guide). */
  static final long LEASE_MS = 15_000;

  static final BigDecimal SYRINGE_ML = new BigDecimal("50");

  private final String serial;
  private final SyringeDrive drive;
  private final PowerSupply power = new PowerSupply();
  private final AlarisAnswers answers;
  private final RequestReader reader = new RequestReader();
  private boolean remoteControl;
  private boolean startedRemotely;
  private long lastHeardMs;

  /** A stopped pump with a confirmed 50 mL syringe and no rate set. */
  public AlarisPump(String serial) {
    this.serial = serial;
    this.drive = new SyringeDrive(SYRINGE_ML);
    this.answers = new AlarisAnswers(this, drive);
  }

  /** What the host sent, however the line cut it; returns the answers in order. */
  public List<Reply> receive(Bytes chunk, long nowMs) {
    advance(nowMs);
    List<Reply> replies = new ArrayList<>();
    for (String body : reader.feed(chunk)) {
      lastHeardMs = drive.nowMs();
      answers.to(body.split("\\^", -1)).ifPresent(text -> replies.add(new Reply(text)));
    }
    return replies;
  }

  /** Lets time go by. */
  public void advance(long nowMs) {
    if (remoteControl && nowMs - lastHeardMs > LEASE_MS) {
      run(lastHeardMs + LEASE_MS);
      if (startedRemotely && drive.isRunning()) {
        drive.stopWith(AlarisAlarm.AL_COMTO);
      }
      // Whether a lease that ran nothing ends as well is not public; here it does.
      remoteControl = false;
    }
    run(nowMs);
  }

  private void run(long toMs) {
    long left = power.msUntilEmpty();
    if (!power.isEmpty() && left <= toMs - drive.nowMs()) {
      drive.advance(drive.nowMs() + left);
      power.advance(left);
      stopIfEmpty();
    }
    power.advance(Math.max(0, toMs - drive.nowMs()));
    drive.advance(toMs);
  }

  boolean startOverTheLine() {
    boolean started = startDrive();
    startedRemotely |= started;
    return started;
  }

  boolean stopInfusion() {
    drive.stop();
    startedRemotely = false;
    return true;
  }

  void setRemote(boolean enabled) {
    if (remoteControl != enabled) {
      drive.log();
    }
    remoteControl = enabled;
    startedRemotely &= enabled;
  }

  /** The checksum of the serial number: it keeps accidents out, not people. */
  String securityCode() {
    return AlarisCrc.of(serial);
  }

  // The front panel: what a nurse does.

  /**
   * Sets the rate; while running it takes effect at once.
   *
   * @throws IllegalArgumentException if the pump cannot do that rate: 0.1 to 1200 mL/h by 0.01
   */
  public void setRate(BigDecimal mlPerHour, long nowMs) {
    advance(nowMs);
    drive.setRate(
        AlarisText.rate(mlPerHour)
            .orElseThrow(
                () -> new IllegalArgumentException("no rate for this pump: " + mlPerHour)));
  }

  /** Sets the volume to be infused; empty for none. */
  public void setVtbi(Optional<BigDecimal> ml, long nowMs) {
    advance(nowMs);
    drive.setVtbi(ml);
  }

  /** Presses the start key; false if the pump does not start (alarm, no rate, empty). */
  public boolean start(long nowMs) {
    advance(nowMs);
    startedRemotely = false;
    return startDrive();
  }

  private boolean startDrive() {
    return !power.isEmpty() && drive.start();
  }

  public void stop(long nowMs) {
    advance(nowMs);
    stopInfusion();
  }

  public void loadSyringe(BigDecimal ml, long nowMs) {
    advance(nowMs);
    drive.load(ml);
  }

  public void clearVolumeInfused(long nowMs) {
    advance(nowMs);
    drive.clearInfused();
  }

  /** Acknowledges an alarm that stopped the pump, or that the mains are away. */
  public void clearAlarm(long nowMs) {
    advance(nowMs);
    drive.clearAlarm();
    power.acknowledge();
  }

  /** Takes the mains away or gives them back. */
  public void setMains(boolean present, long nowMs) {
    advance(nowMs);
    power.mains(present);
    stopIfEmpty();
  }

  /** Puts so much of a full charge into the battery, 0 to 100 percent. */
  public void setBattery(int percent, long nowMs) {
    advance(nowMs);
    power.charge(percent);
    stopIfEmpty();
  }

  private void stopIfEmpty() {
    if (power.isEmpty()) {
      drive.stopWith(AlarisAlarm.AL_EMBAT);
    }
  }

  /** Somebody kinks the line: pressure builds up as long as the pump runs. */
  public void occlude(long nowMs) {
    advance(nowMs);
    drive.block();
  }

  /** The line is free again; a raised alarm stays until it is cleared. */
  public void freeLine(long nowMs) {
    advance(nowMs);
    drive.unblock();
  }

  /** Somebody opens the drive while the pump may be running. */
  public void disengageDrive(long nowMs) {
    advance(nowMs);
    drive.stopWith(AlarisAlarm.AL_DRDIS);
  }

  public boolean isRunning() {
    return drive.isRunning();
  }

  /** What it shows: one alarm at a time. */
  public AlarisAlarm alarm() {
    return power.shown(drive);
  }

  public String serialNumber() {
    return serial;
  }

  BigDecimal rateFlowing() {
    return drive.rateFlowing();
  }

  public BigDecimal volumeInfusedMl() {
    return drive.infusedMl();
  }

  public boolean isRemoteControlled() {
    return remoteControl;
  }
}
