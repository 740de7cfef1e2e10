// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One device profile, table by table as in {@code device-profiles/README.md}. Long, because it is a
 * whole document.
 *
 * @param units the pump's way of writing a unit, and ours
 * @param modes by the pump's code
 * @param noAlarm the code that says that there is no alarm
 * @param alarms by the pump's code
 */
public record DeviceProfile(
    Identity identity,
    LineSettings line,
    Framing framing,
    Checksum checksum,
    Dialogue dialogue,
    Map<String, Unit> units,
    List<Field> fields,
    Map<String, Mode> modes,
    String noAlarm,
    Map<String, Alarm> alarms,
    Capabilities capabilities,
    Limits limits) {

  public DeviceProfile {
    units = Map.copyOf(units);
    fields = List.copyOf(fields);
    modes = Map.copyOf(modes);
    alarms = Map.copyOf(alarms);
  }

  /**
   * Which pumps.
   *
   * @param model what to call the pump when the protocol does not say
   */
  public record Identity(
      String name, String protocol, String model, List<String> models, List<Source> sources) {
    public Identity {
      models = List.copyOf(models);
      sources = List.copyOf(sources);
    }
  }

  /** A public document, and what of the profile it supports. */
  public record Source(String document, String supports) {}

  /** Single bytes, 0 to 255. */
  public record Framing(
      int start, int fieldSeparator, int checksumSeparator, int end, OptionalInt abort) {}

  /** A CRC-16 as catalogues describe it; {@code check} is that of the digits 1 to 9. */
  public record Checksum(
      String name,
      int polynomial,
      int initial,
      boolean reflectInput,
      boolean reflectOutput,
      int finalXor,
      int check) {}

  /**
   * How it is asked.
   *
   * @param requests all that is ever sent
   */
  public record Dialogue(long replyWaitMs, int resends, List<Request> requests) {
    public Dialogue {
      requests = List.copyOf(requests);
    }
  }

  /** One request and what it is for. */
  public record Request(String command, Use use) {
    /** When it is sent. */
    public enum Use {
      IDENTIFY,
      POLL,
      ALARM
    }
  }

  /**
   * Where a value stands; the command's own name is position 0.
   *
   * @param mdc the IEEE 11073 code, only where verified
   */
  public record Field(
      String name,
      String reply,
      int position,
      OptionalInt unitPosition,
      Kind kind,
      OptionalInt mdc) {
    /** How it is written. */
    public enum Kind {
      TEXT,
      FLAG,
      MODE,
      DECIMAL,
      DURATION,
      ALARM
    }
  }

  /** What a mode means; {@code inferred} if no document says so. */
  public record Mode(String code, PumpStatus status, boolean inferred) {}

  /**
   * What an alarm code means.
   *
   * @param mdc the IEEE 11073 code, only where verified
   * @param keepsVeinOpen whether "infusing" means "keep vein open" while this alarm stands
   * @param inferred whether the meaning is read from the code's name only
   */
  public record Alarm(
      String code,
      String text,
      AlarmPriority priority,
      OptionalInt mdc,
      boolean keepsVeinOpen,
      boolean inferred) {}

  /** What the bridge may do to the pump. */
  public record Capabilities(
      boolean monitor,
      boolean setRate,
      boolean setVolume,
      boolean start,
      boolean stop,
      boolean bolus) {

    public boolean onlyMonitor() {
      return monitor && !setRate && !setVolume && !start && !stop && !bolus;
    }
  }

  /** What the pump can do at all. */
  public record Limits(Optional<Quantity> rateMinimum, Optional<Quantity> rateMaximum) {}
}
