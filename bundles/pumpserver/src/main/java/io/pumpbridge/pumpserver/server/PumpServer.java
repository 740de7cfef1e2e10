// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.PumpServerException.Reason;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.MutualTls;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a hospital's server owes a bridge: take each record once, in order; store it; confirm what
 * is stored, and nothing else; and send what people have signed.
 */
public final class PumpServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PumpServer.class);

  /** A gateway verifies, stores and then answers; its disk may be slow. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long STOP_SECONDS = 10; // one force and one signature, at the longest

  /**
   * Where and as whom.
   *
   * @param directory the server's own, for what it stores
   * @param serverId also its MQTT client id
   */
  public record Settings(Path directory, String account, String serverId) {}

  private final Settings settings;
  private final Topics topics;
  private final DemoAuthority authority;
  private final SignedDocuments documents;
  private final Tally tally = new Tally();
  private final Requests requests = new Requests();
  private final List<StoredListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> online = ConcurrentHashMap.newKeySet();
  private final Inventories inventories = new Inventories();
  private volatile @Nullable Running running;

  /** Read by Paho's thread as soon as it is connected, before {@code running} is set. */
  private volatile @Nullable Intake intake;

  /** What exists only between start and stop. */
  private record Running(BrokerClient client, Intake intake, Thread thread, FileEventStore store) {}

  public PumpServer(Settings settings, DemoAuthority authority, SignedDocuments documents) {
    this.settings = settings;
    this.topics = new Topics(settings.account(), settings.serverId());
    this.authority = authority;
    this.documents = documents;
  }

  /** Reads what is stored, connects, and goes on from there. */
  public synchronized void start(String brokerUrl) throws PumpServerException {
    if (running != null) {
      return;
    }
    try {
      FileEventStore store = new FileEventStore(settings.directory());
      running = start(brokerUrl, store);
    } catch (IOException e) {
      throw new PumpServerException(Reason.STORAGE, "the store cannot be used", e);
    }
  }

  private Running start(String brokerUrl, FileEventStore store)
      throws IOException, PumpServerException {
    BrokerClient client =
        new BrokerClient(
            new BrokerClient.Address(
                brokerUrl,
                settings.serverId(),
                MutualTls.client(authority.serverClient(), authority.root()).getSocketFactory()),
            topics.subscriptions(),
            this::onMessage);
    Intake intake =
        new Intake(
            new Intake.Surroundings(
                store,
                topics,
                documents,
                GapVouching.below(authority.root()),
                client,
                listeners,
                tally));
    this.intake = intake;
    Thread thread = new Thread(intake, "pumpserver-intake");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (dead, error) -> {
          tally.fault("the intake died: nothing more is taken or confirmed");
          log.error("intake died", error);
        });
    thread.start();
    Running starting = new Running(client, intake, thread, store);
    try {
      client.start();
    } catch (PumpServerException e) {
      stop(starting);
      throw e;
    }
    return starting;
  }

  /** Ends without a word, as a crash would; what is stored stays. Idempotent. */
  public synchronized void stop() {
    Running stopping = running;
    running = null;
    if (stopping != null) {
      stop(stopping);
    }
    requests.failAll(new PumpServerException(Reason.BROKER, "the server was stopped"));
  }

  private void stop(Running stopping) {
    intake = null;
    online.clear();
    stopping.intake().stop();
    stopping.client().stop();
    try {
      stopping.thread().join(STOP_SECONDS * 1_000);
      stopping.store().close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("store did not close cleanly", e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Sends a signed library; the gateway decides. */
  public CompletableFuture<Reply> sendLibrary(String gateway, Bytes signed) {
    return request(gateway, Verb.EXEC, "library", signed);
  }

  /** Sends a signed statement about libraries; the gateway decides. */
  public CompletableFuture<Reply> sendLibraryStatement(String gateway, Bytes signed) {
    return request(gateway, Verb.EXEC, "library-statement", signed);
  }

  /** Sends a signed association; the gateway decides. */
  public CompletableFuture<Reply> sendAssociation(String gateway, Bytes signed) {
    return request(gateway, Verb.EXEC, "association", signed);
  }

  /** Sends a signed order; the gateway decides, and answers when it has ended. */
  public CompletableFuture<Reply> sendOrder(String gateway, Bytes signed) {
    return request(gateway, Verb.EXEC, "order", signed);
  }

  /**
   * Asks a gateway.
   *
   * @return completes with its reply, or exceptionally: not connected, too much asked at once, or
   *     no reply in time
   */
  public CompletableFuture<Reply> request(String gateway, Verb verb, String resource, Bytes body) {
    if (!Topics.isName(gateway)) {
      throw new IllegalArgumentException("no gateway id");
    }
    Running now = running; // no lock: a listener may ask while the server stops
    if (now == null) {
      return notAsked(Reason.BROKER, "the server is not running");
    }
    Optional<Requests.Open> opened = requests.open(PATIENCE);
    if (opened.isEmpty()) {
      return notAsked(Reason.TOO_MUCH, "too many requests wait for a reply");
    }
    try {
      now.client()
          .publish(
              topics.request(gateway, verb, resource),
              RequestPayload.of(settings.serverId(), opened.get().id(), body));
    } catch (PumpServerException e) {
      requests.fail(opened.get().id(), e);
    }
    return opened.get().reply();
  }

  private static CompletableFuture<Reply> notAsked(Reason reason, String why) {
    return CompletableFuture.failedFuture(new PumpServerException(reason, why));
  }

  public Statistics statistics() {
    return tally.snapshot();
  }

  /** Gateways whose last word was a birth, not a death. */
  public Set<String> online() {
    return new TreeSet<>(online);
  }

  /**
   * What a gateway has: bundles, device profiles, pumps, library; as its last birth told it, which
   * may be long ago. The schema {@code inventory} of the uplink's AsyncAPI document.
   */
  public Optional<Fields> findInventory(String gateway) {
    return inventories.find(gateway);
  }

  /**
   * Calls back for each record once it is stored.
   *
   * @return ends it
   */
  public Runnable onStored(StoredListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Whose records are stored. */
  public List<String> gateways() throws PumpServerException {
    try {
      return new FileEventStore(settings.directory()).gateways();
    } catch (IOException e) {
      throw new PumpServerException(Reason.STORAGE, "the store cannot be read", e);
    }
  }

  /** All stored records of a gateway, from the disk, in the order of their arrival. */
  public List<ReceivedRecord> records(String gateway) throws PumpServerException {
    List<ReceivedRecord> records = new ArrayList<>();
    try {
      new FileEventStore(settings.directory()).records(gateway, records::add);
    } catch (IOException e) {
      throw new PumpServerException(Reason.STORAGE, "the store cannot be read", e);
    }
    return records;
  }

  /** Reads every stored byte anew and names what is missing, changed, reordered or there twice. */
  public Completeness verifyCompleteness() throws PumpServerException {
    CompletenessCheck check = new CompletenessCheck();
    // Asked for first: what is stored while we read is then only more, never less, than confirmed.
    var confirmed = tally.positions();
    try {
      FileEventStore store = new FileEventStore(settings.directory());
      for (String gateway : store.gateways()) {
        store.lines(
            gateway,
            line -> {
              try {
                check.see(RecordReader.fromCanonical(line.canonical()), line.hash());
              } catch (DocumentException e) {
                check.seeUnreadable(gateway);
              }
            });
      }
    } catch (IOException e) {
      throw new PumpServerException(Reason.STORAGE, "the store cannot be read", e);
    }
    return check.finish(confirmed);
  }

  private void onMessage(String topic, byte[] payload) {
    Optional<Topics.Arrival> arrival = topics.read(topic);
    Intake now = intake;
    if (arrival.isEmpty() || now == null) {
      return;
    }
    if (arrival.get() instanceof Topics.Arrival.OfEvent event) {
      now.offer(new Intake.Message.OfEvent(event.gateway(), event.lane(), Bytes.of(payload)));
    } else if (arrival.get() instanceof Topics.Arrival.OfLive live) {
      now.show(live.gateway(), live.lane(), payload);
    } else if (arrival.get() instanceof Topics.Arrival.OfLife life) {
      if (life.kind().equals("BIRTH")) {
        online.add(life.gateway());
        inventories.take(life.gateway(), payload).ifPresent(tally::fault);
        now.offer(new Intake.Message.OfBirth(life.gateway()));
      } else if (life.kind().equals("DC") || life.kind().equals("LWT")) {
        online.remove(life.gateway());
      }
    } else if (arrival.get() instanceof Topics.Arrival.OfReply reply) {
      requests.take(reply.requestId(), payload).ifPresent(tally::fault);
    }
  }
}
