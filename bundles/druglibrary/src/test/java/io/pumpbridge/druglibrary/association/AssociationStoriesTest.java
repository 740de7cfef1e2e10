// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.time.ClockQuality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever clocks, pumps, disks and senders do: what was dropped never comes back. */
class AssociationStoriesTest {
  private static final int STORIES = 60;
  private static final int STEPS = 150;

  private final Random random = new Random();
  private AssociationLab lab = new AssociationLab();
  private Instant real = lab.clock.wall;
  private final Map<String, String> documents = new HashMap<>();
  private final Set<String> dropped = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 6, 24})
  void whatWasDroppedNeverComesBack(long seed) throws Exception {
    random.setSeed(seed);
    int refused = 0;
    for (int story = 0; story < STORIES; story++) {
      lab = new AssociationLab();
      real = lab.clock.wall;
      documents.clear();
      dropped.clear();
      for (int step = 0; step < STEPS; step++) {
        timeGoesBy();
        refused += happens("s" + step);
      }
    }
    assertThat(refused).as("refused of what was dropped").isGreaterThan(STORIES);
  }

  /** A clock on its own is weeks wrong at times, one at its floor is late. */
  private void timeGoesBy() {
    real = real.plusSeconds(random.nextInt(random.nextInt(3) == 0 ? 20_000 : 200));
    int kind = random.nextInt(10);
    Duration wrong = Duration.ofSeconds(random.nextInt(1_728_000));
    lab.clock.quality =
        kind < 7
            ? ClockQuality.SYNCHRONISED
            : kind < 9 ? ClockQuality.HOLDOVER : ClockQuality.FLOOR;
    lab.clock.wall =
        switch (lab.clock.quality) {
          case SYNCHRONISED -> real;
          case HOLDOVER -> random.nextBoolean() ? real.plus(wrong) : real.minus(wrong);
          case FLOOR -> real.minus(wrong);
        };
  }

  private int happens(String id) throws Exception {
    String pump = "p" + random.nextInt(3);
    switch (random.nextInt(7)) {
      case 0, 1 -> {
        documents.put(id, issued(id, pump));
        accept(id);
      }
      case 2, 3 -> {
        return played() ? 1 : 0;
      }
      case 4 ->
          lab.associations
              .drop(pump, lab.clock.read())
              .forEach(association -> dropped.add(association.id()));
      case 5 -> lab.restart();
      default -> {
        if (random.nextInt(4) == 0 && lab.disk.names().contains(Associations.MARKS)) {
          lab.disk.damage(Associations.MARKS);
          lab.restart();
        }
      }
    }
    return 0;
  }

  /** The order system's clock is five minutes wrong at most. */
  private String issued(String id, String pump) {
    Instant issued = Instant.ofEpochSecond(real.getEpochSecond() + random.nextInt(600) - 300);
    String document = with(with(ASSOCIATION, "800200123", pump), "not-for-clinical-use-1", id);
    document = with(document, "2026-03-01T11:00:00Z", issued.toString());
    return with(
        document,
        "2026-03-02T11:00:00Z",
        issued.plus(Duration.ofDays(1 + random.nextInt(6))).toString());
  }

  /** Whether it had been dropped. */
  private boolean played() {
    if (documents.isEmpty()) {
      return false;
    }
    List<String> ids = new ArrayList<>(new TreeSet<>(documents.keySet()));
    String id = ids.get(random.nextInt(ids.size()));
    boolean gone = dropped.contains("example-" + id);
    boolean taken = accept(id);
    assertThat(gone && taken).as("%s came back at %s", documents.get(id), real).isFalse();
    return gone;
  }

  private boolean accept(String id) {
    try {
      var unused = lab.accept(documents.get(id));
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }
}
