// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Birth, disconnect and last will, as Kura sends them; all metrics are text. */
final class LifeMessages {
  /** The id under which the birth is acknowledged; records start at 1. */
  static final long BIRTH_ID = 0;

  private static final String UNKNOWN = "UNKNOWN"; // Kura's own word

  private final Topics topics;
  private final String version;
  private final Settings.Confirm confirm;
  private final UnaryOperator<String> properties;
  private final long startedMs;

  /**
   * @param properties the system's properties; empty text for one that is not there
   */
  LifeMessages(
      Topics topics,
      String version,
      Settings.Confirm confirm,
      UnaryOperator<String> properties,
      ClockReading started) {
    this.topics = topics;
    this.version = version;
    this.confirm = confirm;
    this.properties = properties;
    this.startedMs = started.monotonicMs();
  }

  /** By the properties of this system. */
  static LifeMessages here(
      Topics topics, String version, Settings.Confirm confirm, ClockReading started) {
    return new LifeMessages(
        topics, version, confirm, name -> System.getProperty(name, ""), started);
  }

  /**
   * What the device is and what it speaks; Kapua fills its device page from this.
   *
   * @param inventory for the body
   */
  Outgoing birth(ClockReading at, LocalEnd here, Optional<Bytes> inventory) {
    KuraPayload.Builder birth = start(at);
    birth
        .metric("model_name", "Pump Bridge")
        .metric("model_id", "pump-bridge")
        .metric("part_number", UNKNOWN)
        .metric("serial_number", topics.gateway())
        .metric("firmware_version", version)
        .metric("bios_version", UNKNOWN)
        .metric("cpu_version", UNKNOWN);
    property(birth, "os", "os.name");
    property(birth, "os_version", "os.version");
    property(birth, "os_arch", "os.arch");
    property(birth, "jvm_name", "java.vm.name");
    property(birth, "jvm_version", "java.vm.version");
    property(birth, "jvm_profile", "java.specification.name");
    property(birth, "jvm_vendor", "java.vm.vendor");
    property(birth, "jdk_vendor_version", "java.vendor.version");
    birth
        .metric("kura_version", version) // Kapua asks for it by this name
        .metric("application_framework", "Pump Bridge")
        .metric("application_framework_version", version);
    property(birth, "osgi_framework", "org.osgi.framework.vendor");
    property(birth, "osgi_framework_version", "org.osgi.framework.version");
    Runtime runtime = Runtime.getRuntime();
    birth
        .metric("connection_interface", known(here.networkInterface()))
        .metric("connection_ip", known(here.address()))
        .metric("available_processors", Integer.toString(runtime.availableProcessors()))
        .metric("total_memory", Long.toString(runtime.maxMemory() / 1024))
        .metric("accept_encoding", "")
        .metric("application_ids", Topics.APPLICATION)
        .metric("payload_encoding", "KURA_PROTOBUF")
        .metric("pump_bridge.confirm", confirm.name().toLowerCase(Locale.ROOT));
    inventory.ifPresent(birth::body);
    return new Outgoing(BIRTH_ID, topics.birth(), encode(birth), true);
  }

  /** We leave in order. */
  Outgoing disconnect(ClockReading at) {
    return new Outgoing(BIRTH_ID, topics.disconnect(), encode(start(at)), false);
  }

  /** We were torn away; dated when the connection was made, for then it is handed over. */
  Outgoing lastWill(ClockReading at) {
    return new Outgoing(BIRTH_ID, topics.lastWill(), encode(start(at)), false);
  }

  private KuraPayload.Builder start(ClockReading at) {
    return KuraPayload.builder()
        .sentOn(at.wall())
        .metric("uptime", Long.toString(at.monotonicMs() - startedMs))
        .metric("display_name", topics.gateway());
  }

  private void property(KuraPayload.Builder birth, String metric, String property) {
    birth.metric(metric, known(properties.apply(property)));
  }

  private static String known(String value) {
    return value.isEmpty() ? UNKNOWN : value;
  }

  private static Bytes encode(KuraPayload.Builder payload) {
    return KuraCodec.encode(payload.build());
  }
}
