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
 * @param noAlarm the code that says that there is no alarm; empty if there is none
 * @param alarms by the pump's code
 * @param deviceTypes models by the code with which the pump names its type
 * @param capabilities the first row that fits a software counts
 */
public record DeviceProfile(
    Identity identity,
    Line lineTable,
    Framing framing,
    Checksum checksum,
    Dialogue dialogue,
    Map<String, Unit> units,
    List<Field> fields,
    Map<String, Mode> modes,
    String noAlarm,
    Map<String, Alarm> alarms,
    Map<String, String> deviceTypes,
    List<Capabilities> capabilities,
    List<Quirk> quirks,
    Limits limits) {

  public DeviceProfile {
    units = Map.copyOf(units);
    fields = List.copyOf(fields);
    modes = Map.copyOf(modes);
    alarms = Map.copyOf(alarms);
    deviceTypes = Map.copyOf(deviceTypes);
    capabilities = List.copyOf(capabilities);
    quirks = List.copyOf(quirks);
  }

  public LineSettings line() {
    return lineTable.settings();
  }

  /** The same pump on a line as the site has set it, which is then proven there. */
  public DeviceProfile with(LineSettings line) {
    return new DeviceProfile(
        identity,
        new Line(line, true),
        framing,
        checksum,
        dialogue,
        units,
        fields,
        modes,
        noAlarm,
        alarms,
        deviceTypes,
        capabilities,
        quirks,
        limits);
  }

  /** What the bridge may do to a pump with that software; without a row it only looks. */
  public Capabilities capabilitiesOf(String software) {
    return capabilities.stream()
        .filter(row -> row.software().fits(software))
        .findFirst()
        .orElse(Capabilities.ONLY_MONITOR);
  }

  /**
   * Which pumps.
   *
   * @param model what to call the pump when the protocol does not say
   * @param bench whether it is a laboratory pump, which is spoken to only if the site says so
   */
  public record Identity(
      String name,
      String protocol,
      SpokenBy spokenBy,
      boolean bench,
      String model,
      List<String> models,
      List<Source> sources) {
    public Identity {
      models = List.copyOf(models);
      sources = List.copyOf(sources);
    }

    /** Who knows the protocol. */
    public enum SpokenBy {
      /** A driver in Java; the profile has its words. */
      DRIVER,
      /** This profile alone. */
      PROFILE
    }
  }

  /** A public document, and what of the profile it supports. */
  public record Source(String document, String supports) {}

  /** How the line is set, and whether a public source or the site says so. */
  public record Line(LineSettings settings, boolean proven) {}

  /**
   * How it is asked.
   *
   * @param gapMs silence that the pump needs between a reply and the next request
   * @param agreeingReads how many readings in a row must agree before one is told, 1 or 2
   * @param probeOrder {@link io.pumpbridge.model.driver.PumpDriver#probeOrder()}; a driver in Java
   *     has its own
   * @param requests all that is ever sent
   */
  public record Dialogue(
      Initiative initiative,
      long replyWaitMs,
      int resends,
      long gapMs,
      int agreeingReads,
      OptionalInt probeOrder,
      List<Request> requests,
      Optional<Lease> lease) {
    public Dialogue {
      requests = List.copyOf(requests);
    }

    /** Who may begin. */
    public enum Initiative {
      HOST,
      BOTH
    }
  }

  /**
   * The control of a pump that is only lent.
   *
   * @param keepAliveMs how often it must be renewed
   * @param pumpWaitsMs how long the pump waits for that, before it alarms or stops
   */
  public record Lease(String take, String release, long keepAliveMs, long pumpWaitsMs) {}

  /**
   * One request and what it is for.
   *
   * @param reply how its reply is told from others
   */
  public record Request(String name, String command, Use use, Reply reply) {

    /** Whether a field that says "reply" means this one. */
    public boolean isCalled(String nameOrCommand) {
      return name.equals(nameOrCommand) || command.equals(nameOrCommand);
    }

    /** When it is sent. */
    public enum Use {
      IDENTIFY,
      POLL,
      ALARM,
      OPEN,
      KEEP_ALIVE,
      ACKNOWLEDGE,
      CONTROL,
      WRITE,
      RELEASE,
      CLOSE;

      /** Whether it leaves the pump as it is. */
      public boolean onlyReads() {
        return this == IDENTIFY || this == POLL || this == ALARM;
      }
    }
  }

  /**
   * How a reply is told from others; both empty: by the driver.
   *
   * @param begins how its text begins
   * @param length how long its text is, in characters
   */
  public record Reply(String begins, OptionalInt length) {
    public static final Reply ANY = new Reply("", OptionalInt.empty());

    public boolean matches(String text) {
      return text.startsWith(begins) && (length.isEmpty() || length.getAsInt() == text.length());
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

  /** What the bridge may do to a pump of some software. */
  public record Capabilities(
      SoftwareRange software,
      boolean monitor,
      boolean setRate,
      boolean setVolume,
      boolean start,
      boolean stop,
      boolean bolus) {

    /** What holds where nothing is said. */
    public static final Capabilities ONLY_MONITOR =
        new Capabilities(SoftwareRange.ANY, true, false, false, false, false, false);

    public boolean onlyMonitor() {
      return monitor && !setRate && !setVolume && !start && !stop && !bolus;
    }
  }

  /** Something odd about the pump that somebody should know, and who says so. */
  public record Quirk(String quirk, String source) {}

  /** What the pump can do at all. */
  public record Limits(
      Optional<Quantity> rateMinimum,
      Optional<Quantity> rateMaximum,
      Optional<Quantity> rateStep,
      Optional<Quantity> volumeMinimum,
      Optional<Quantity> volumeMaximum,
      Optional<Quantity> volumeStep) {}
}
