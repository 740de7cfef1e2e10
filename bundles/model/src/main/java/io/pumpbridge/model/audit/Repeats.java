// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.audit;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which of the events that somebody outside can provoke are told, and which are only counted. Pure:
 * told the time; one thread at a time.
 *
 * <p>The first of its kind is told at once, equal ones of the hour after it as one more with {@code
 * repeated}, the number of those not told singly. A server that is refused every minute for a week
 * so takes 169 records and not ten thousand. Who varies the details gets {@link #KINDS} kinds of
 * one name an hour; what is beyond is one kind more.
 */
public final class Repeats {
  static final long PERIOD_MS = 3_600_000;

  /** Different ones of one name within an hour; a real fault has a handful of faces. */
  static final int KINDS = 32;

  private static final class Kind {
    final Event first;
    long sinceMs;
    long count;

    Kind(Event first, long sinceMs) {
      this.first = first;
      this.sinceMs = sinceMs;
    }
  }

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /**
   * One more.
   *
   * @return what is to be told now
   */
  public List<Event> on(Event event, long nowMs) {
    List<Event> told = new ArrayList<>(onTick(nowMs));
    Event counted = kinds.containsKey(key(event)) || hasRoom(event.name()) ? event : further(event);
    Kind known = kinds.get(key(counted));
    if (known == null) {
      kinds.put(key(counted), new Kind(counted, nowMs));
      told.add(counted);
    } else {
      known.count++;
    }
    return told;
  }

  /** What is over an hour old and was repeated; to be asked every minute or so. */
  public List<Event> onTick(long nowMs) {
    List<Event> told = new ArrayList<>();
    for (Iterator<Kind> each = kinds.values().iterator(); each.hasNext(); ) {
      Kind kind = each.next();
      if (nowMs - kind.sinceMs >= PERIOD_MS) {
        if (kind.count == 0) {
          each.remove();
        } else {
          told.add(repeated(kind));
          kind.count = 0;
          kind.sinceMs = nowMs;
        }
      }
    }
    return told;
  }

  /** All that is counted and not told yet; the end. */
  public List<Event> drain() {
    List<Event> told =
        kinds.values().stream().filter(kind -> kind.count > 0).map(Repeats::repeated).toList();
    kinds.clear();
    return told;
  }

  private boolean hasRoom(EventName name) {
    return kinds.values().stream().filter(kind -> kind.first.name() == name).count() < KINDS;
  }

  private static Event further(Event event) {
    return Event.of(
        event.name(),
        Fields.builder()
            .put("code", "further")
            .put("reason", "More different ones came within an hour than are told one by one.")
            .build());
  }

  private static Event repeated(Kind kind) {
    Fields details =
        Fields.builder().putAll(kind.first.details()).put("repeated", kind.count).build();
    return new Event(kind.first.name(), kind.first.pump(), kind.first.channel(), details);
  }

  private static String key(Event event) {
    return event.toFields().toString();
  }
}
