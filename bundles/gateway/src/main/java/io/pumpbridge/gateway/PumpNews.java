// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.document.CanonicalJson;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.event.ObservationFields;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpDesk;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What is heard on the ports, for people at the command line: as it happens, and as it stands. Safe
 * for many threads.
 */
final class PumpNews implements PumpDesk {

  /** Terminals with a {@code pumps watch}; more than this is nobody who looks at pumps. */
  private static final int MAX_WATCHERS = 16;

  private record Watcher(String port, Consumer<String> lines) {
    private void hear(PortId from, Fields line) {
      if (port.isEmpty() || port.equals(from.path())) {
        lines.accept(CanonicalJson.write(line));
      }
    }
  }

  private final LongSupplier nowMs;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final List<PortNews> ports = new CopyOnWriteArrayList<>();

  PumpNews(LongSupplier nowMs) {
    this.nowMs = nowMs;
  }

  /** A port's ear; hears until it is forgotten. */
  PortListener port(PortId port) {
    PortNews news = new PortNews(port);
    ports.add(news);
    return news;
  }

  /** That port is not heard of any more. */
  void forget(PortListener port) {
    ports.removeIf(known -> known == port);
  }

  @Override
  public String list() {
    List<String> lines = new ArrayList<>();
    ports.forEach(port -> lines.addAll(port.list()));
    return String.join("\n", lines);
  }

  @Override
  public AutoCloseable watch(String port, Consumer<String> lines) {
    if (watchers.size() >= MAX_WATCHERS) {
      throw new IllegalStateException(MAX_WATCHERS + " terminals are watching already");
    }
    Watcher watcher = new Watcher(port, lines);
    watchers.add(watcher);
    ports.forEach(known -> known.greet(watcher));
    return () -> watchers.remove(watcher);
  }

  /** One pump as it stands. */
  private record Known(PumpIdentity pump, long foundInMs, boolean following) {
    private Fields.Builder fields() {
      Fields.Builder fields =
          Fields.builder().put("protocol", pump.protocol()).put("profile", pump.profile());
      putUnlessEmpty(fields, "model", pump.model());
      putUnlessEmpty(fields, "serial", pump.serialNumber());
      putUnlessEmpty(fields, "software", pump.software());
      return fields.put("ms", foundInMs);
    }
  }

  private static void putUnlessEmpty(Fields.Builder fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.put(name, value);
    }
  }

  /** One port. Its methods are called on its own thread; who asks comes on others. */
  private final class PortNews implements PortListener {
    private final PortId port;
    private final Map<String, Known> places = new TreeMap<>();
    private Optional<Long> searchingSinceMs = Optional.empty();

    private PortNews(PortId port) {
      this.port = port;
    }

    @Override
    public synchronized boolean isFollowing() {
      return places.values().stream().anyMatch(Known::following);
    }

    @Override
    public synchronized void trying(PumpDriver driver) {
      if (searchingSinceMs.isEmpty()) {
        searchingSinceMs = Optional.of(nowMs.getAsLong());
      }
      LineSettings line = driver.lineSettings();
      tell(
          what("trying", Effect.ONLY)
              .put("protocol", driver.protocol())
              .put("baud", line.baud())
              .put(
                  "framing",
                  "" + line.dataBits() + line.parity().name().charAt(0) + line.stopBits())
              .build());
    }

    @Override
    public synchronized void heard(Effect effect, long now) {
      if (effect instanceof Effect.Identified identified) {
        onIdentified(identified, now);
      } else if (effect instanceof Effect.Report report) {
        Known known = places.get(report.place());
        if (known != null) {
          tell(observation(report, known.pump()));
        }
      } else if (effect instanceof Effect.Lost lost) {
        onLost(lost.place(), lost.reason(), now);
      }
    }

    private void onIdentified(Effect.Identified identified, long now) {
      if (!places.containsKey(identified.place()) && places.size() >= PortWatch.MAX_PLACES) {
        return;
      }
      Known known = new Known(identified.pump(), now - searchingSinceMs.orElse(now), true);
      places.put(identified.place(), known);
      tell(what("identified", identified.place()).putAll(known.fields().build()).build());
    }

    private void onLost(String place, Effect.LossReason reason, long now) {
      Known known = places.get(place);
      if (known == null || !known.following()) {
        return;
      }
      places.put(place, new Known(known.pump(), known.foundInMs(), false));
      if (!isFollowing()) {
        searchingSinceMs = Optional.of(now);
      }
      tell(
          what("lost", place)
              .put("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .put("pump", who(known.pump()))
              .build());
    }

    @Override
    public synchronized void gone(Effect.LossReason reason, long now) {
      for (String place : List.copyOf(places.keySet())) {
        onLost(place, reason, now);
      }
      searchingSinceMs = Optional.empty();
    }

    @Override
    public synchronized void failed(String why) {
      tell(what("port", Effect.ONLY).put("reason", why).build());
    }

    private Fields.Builder what(String what, String place) {
      Fields.Builder fields = Fields.builder().put("what", what).put("port", port.path());
      putUnlessEmpty(fields, "place", place);
      return fields;
    }

    private Fields observation(Effect.Report report, PumpIdentity pump) {
      return what("observation", report.place())
          .put("pump", who(pump))
          .put("channel", report.observation().channel())
          .put("alarms", List.of()) // none is something that the pump has said
          .putAll(ObservationFields.of(report.observation()))
          .build();
    }

    private Fields who(PumpIdentity pump) {
      Fields.Builder fields = Fields.builder().put("protocol", pump.protocol());
      putUnlessEmpty(fields, "serial", pump.serialNumber());
      return fields.build();
    }

    private void tell(Fields line) {
      watchers.forEach(watcher -> watcher.hear(port, line));
    }

    /** Whoever begins to watch is told at once who is there. */
    private synchronized void greet(Watcher watcher) {
      places.forEach(
          (place, known) -> {
            if (known.following()) {
              watcher.hear(port, what("identified", place).putAll(known.fields().build()).build());
            }
          });
    }

    private synchronized List<String> list() {
      List<String> lines = new ArrayList<>();
      places.forEach(
          (place, known) ->
              lines.add(
                  CanonicalJson.write(
                      entry(place)
                          .put("following", known.following())
                          .putAll(known.fields().build())
                          .build())));
      if (lines.isEmpty()) {
        lines.add(CanonicalJson.write(entry(Effect.ONLY).put("following", false).build()));
      }
      return lines;
    }

    private Fields.Builder entry(String place) {
      Fields.Builder fields = Fields.builder().put("port", port.path());
      putUnlessEmpty(fields, "place", place);
      return fields;
    }
  }

  /** What one port's loop tells several listeners; following is what the first of them says. */
  record Both(PortListener first, PortListener second) implements PortListener {
    @Override
    public void trying(PumpDriver driver) {
      first.trying(driver);
      second.trying(driver);
    }

    @Override
    public void heard(Effect effect, long nowMs) {
      first.heard(effect, nowMs);
      second.heard(effect, nowMs);
    }

    @Override
    public void gone(Effect.LossReason reason, long nowMs) {
      first.gone(reason, nowMs);
      second.gone(reason, nowMs);
    }

    @Override
    public void failed(String why) {
      first.failed(why);
      second.failed(why);
    }

    @Override
    public void tick(long nowMs) {
      first.tick(nowMs);
      second.tick(nowMs);
    }

    @Override
    public boolean isFollowing() {
      return first.isFollowing();
    }
  }
}
