// SPDX-License-Identifier: Apache-2.0
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.server.PumpServer;
import io.pumpbridge.pumpserver.server.ReceivedRecord;
import io.pumpbridge.pumpserver.server.StoredListener;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The reference pump server behind a broker that is not its own; says when what it waits for is on
 * its disk, each in milliseconds of the epoch.
 */
class ReferenceServer {
  private static final String SERVER = "pump-server";

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    DemoAuthority authority =
        DemoAuthority.open(directory.resolve("authority"), SERVER, Clock.systemUTC());
    switch (arguments[0]) {
      case "open" -> authority.writeAnchors(Path.of(arguments[2]));
      case "certify" ->
          Files.writeString(
              Path.of(arguments[3]), authority.issue(Files.readString(Path.of(arguments[2]))));
      default -> serve(authority, directory, arguments);
    }
  }

  /** Arguments: serve, directory, URL, account, and what {@code SevenDays} printed. */
  private static void serve(DemoAuthority authority, Path directory, String[] arguments)
      throws Exception {
    PumpServer server =
        new PumpServer(
            new PumpServer.Settings(directory.resolve("server"), arguments[3], SERVER),
            authority,
            new SignedDocuments(authority, Clock.systemUTC()));
    server.onStored(new Watch(arguments[4].split(" ")));
    server.start(arguments[2]);
    System.out.println("ready");
    new CountDownLatch(1).await();
  }

  /** Called on two threads of the server's. */
  private static final class Watch implements StoredListener {
    private final Map<Lane, Long> missing = new EnumMap<>(Lane.class);
    private final String epoch;
    private final Instant begun = Instant.now();
    private final Set<String> seen = new HashSet<>();
    private boolean any;

    Watch(String[] expected) {
      epoch = expected[0];
      Lane[] lanes = Lane.values();
      for (int lane = 0; lane < lanes.length; lane++) {
        missing.put(lanes[lane], Long.parseLong(expected[lane + 1]));
      }
    }

    @Override
    public synchronized void onStored(ReceivedRecord received, long storedNanos) {
      if (!any) {
        any = true;
        say("first");
      }
      see(received, "in its turn");
      Lane lane = received.record().stream().lane();
      Long last = missing.get(lane);
      if (last != null
          && received.record().stream().epoch().equals(epoch)
          && received.record().sequence() >= last) {
        missing.remove(lane);
        say(lane.wireName() + "-complete");
        if (missing.isEmpty()) {
          say("all-complete");
        }
      }
    }

    @Override
    public synchronized void onShown(ReceivedRecord received) {
      see(received, "out of turn");
    }

    /** What happened since the server is there: how long it took to be seen first, and when it was. */
    private void see(ReceivedRecord received, String how) {
      try {
        Instant at = received.document().time("t");
        String id = received.record().stream() + " " + received.record().sequence();
        if (missing.isEmpty() || at.isBefore(begun) || !seen.add(id)) {
          return;
        }
        Duration took = Duration.between(at, Instant.now());
        System.out.println("live " + took.toMillis() + " " + at.toEpochMilli() + " " + how);
      } catch (DocumentException e) {
        throw new IllegalStateException("the server takes only what can be read", e);
      }
    }

    private static void say(String what) {
      System.out.println(what + " " + System.currentTimeMillis());
    }
  }
}
