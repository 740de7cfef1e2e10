// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Every file that this product ever writes or is given, in the state and in the configuration
 * directory. A test fails when the running product leaves a file that is not known here: what is
 * not known is not wiped.
 */
public final class Inventory {

  /** Where a file lies. */
  public enum Place {
    STATE,
    CONFIG
  }

  /** What a file is; in the order in which they are destroyed. */
  public enum Kind {
    /** Whoever destroys these has made all that is sealed unreadable. */
    KEY("keys"),
    ASSOCIATION("associations"),
    JOURNAL("journal"),
    LIBRARY("drug library"),
    CACHE("caches"),
    CONFIGURATION("configuration"),
    /** What the framework keeps of the configuration while it runs. */
    FRAMEWORK("framework"),
    /** Copies of the product's own code. Not overwritten: this very program may run from them. */
    CODE("program");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** For people and receipts. */
    public String words() {
      return words;
    }
  }

  private record Entry(Place place, Pattern path, Kind kind) {}

  /** What a replacement that a power cut ended leaves beside the file. */
  private static final String ASIDE = "(\\.new)?";

  private static final List<Entry> SHIPPED =
      List.of(
          state("trust/sealing\\.key" + ASIDE, Kind.KEY),
          state("trust/identity\\.secret" + ASIDE, Kind.KEY),
          state("trust/identity\\.p12(\\.previous|\\.waiting)?" + ASIDE, Kind.KEY),
          state("trust/escrow\\.cms" + ASIDE, Kind.KEY),
          state("trust/identity\\.token(\\.previous|\\.waiting)?" + ASIDE, Kind.KEY),
          state("trust/wifi(\\.conf|-ca\\.pem)" + ASIDE, Kind.KEY),
          state("trust/token\\.pin-refused" + ASIDE, Kind.CACHE),
          state("trust/site\\.(p7m|record)" + ASIDE, Kind.CACHE),
          state("trust/audit\\.seen" + ASIDE, Kind.CACHE),
          state("trust/renewal\\.notes" + ASIDE, Kind.CACHE),
          state("trust/revocation/[^/]+", Kind.CACHE),
          state("trust/clock\\.floor" + ASIDE, Kind.CACHE),
          state("druglibrary/association-[^/]+", Kind.ASSOCIATION),
          state("druglibrary/replay-marks\\.sealed" + ASIDE, Kind.ASSOCIATION),
          state("druglibrary/order-marks\\.sealed" + ASIDE, Kind.ASSOCIATION),
          state(
              "druglibrary/library(\\.set-aside|\\.staged|-statement|-old-[0-9a-f]{32})?\\.p7m"
                  + ASIDE,
              Kind.LIBRARY),
          state("druglibrary/highest-(version|statement)\\.json" + ASIDE, Kind.LIBRARY),
          state("druglibrary/lines\\.json" + ASIDE, Kind.LIBRARY),
          state("journal/configuration\\.seen" + ASIDE, Kind.CACHE),
          state("journal/journal\\.db(-wal|-shm|-journal)?", Kind.JOURNAL),
          state("journal/journal\\.ballast", Kind.CACHE),
          state("journal/journal\\.home(\\.new)?", Kind.CACHE),
          state("journal/next-[^/]+\\.db(-wal|-shm|-journal)?", Kind.JOURNAL),
          state("journal/damaged-[^/]+/journal\\.db(-wal|-shm|-journal)?", Kind.JOURNAL),
          state("journal/damaged-[^/]+/salvaged", Kind.CACHE),
          state("journal/copy-[^/]+/journal\\.db(-wal|-shm|-journal)?", Kind.JOURNAL),
          state("gateway/known-pumps\\.tsv" + ASIDE, Kind.CACHE),
          state("(restoring|before-restore)(\\.new|\\.old)?/.+", Kind.CONFIGURATION),
          state("framework/.+\\.(jar|so)", Kind.CODE),
          state("native/.+", Kind.CODE),
          state("framework/.+", Kind.FRAMEWORK),
          state("desk\\.sock", Kind.FRAMEWORK),
          config("pump-bridge\\.json" + ASIDE, Kind.CONFIGURATION));

  /** They go last, by themselves: the mark says what is going on, the lock keeps others out. */
  static final List<String> LAST = List.of(Mark.FILE + ".new", Mark.FILE, "lock");

  private final List<Entry> entries;

  private Inventory(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * @param folders where the configuration says that anchors and site profiles are, relative to the
   *     configuration; everything below them is this gateway's. One that is a file holds the PIN of
   *     a token, and is wiped with the keys
   */
  public static Inventory of(List<Path> folders) {
    List<Entry> entries = new ArrayList<>(SHIPPED);
    for (Path folder : folders) {
      String below = folder.toString().isEmpty() ? "" : Pattern.quote(folder.toString()) + "/";
      entries.add(config(below + ".+", Kind.CONFIGURATION));
      if (!folder.toString().isEmpty()) {
        entries.add(config(Pattern.quote(folder.toString()), Kind.KEY));
      }
    }
    return new Inventory(entries);
  }

  private static Entry state(String path, Kind kind) {
    return new Entry(Place.STATE, Pattern.compile(path), kind);
  }

  private static Entry config(String path, Kind kind) {
    return new Entry(Place.CONFIG, Pattern.compile(path), kind);
  }

  /**
   * @param path relative to the place
   * @return empty if this product never writes such a file
   */
  public Optional<Kind> kindOf(Place place, Path path) {
    return entries.stream()
        .filter(entry -> entry.place() == place && entry.path().matcher(path.toString()).matches())
        .map(Entry::kind)
        .findFirst();
  }
}
