// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lab;

import io.pumpbridge.druglibrary.channel.ChannelEvents;
import io.pumpbridge.druglibrary.channel.Channels;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Neighbours with behaviour. */
public final class Fakes {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private Fakes() {}

  /**
   * Signs with a keyed hash per role instead of CMS: a line per signer, an empty line, the content.
   * The verifier really recomputes every hash, so a flipped byte anywhere is found.
   */
  public static final class Signing implements SignatureVerifier {
    public static final Map<SignerRole, String> PEOPLE = new EnumMap<>(SignerRole.class);

    static {
      PEOPLE.put(SignerRole.LIBRARY_AUTHOR, "CN=Author");
      PEOPLE.put(SignerRole.LIBRARY_APPROVER, "CN=Approver");
      PEOPLE.put(SignerRole.ORDER_SYSTEM, "CN=Orders");
      PEOPLE.put(SignerRole.PUMP_SERVER, "CN=Server");
    }

    public final Set<String> expired = new HashSet<>();

    public static Bytes sign(String content, SignerRole... roles) {
      return sign(content, PEOPLE, roles);
    }

    public static Bytes sign(String content, Map<SignerRole, String> people, SignerRole... roles) {
      StringBuilder out = new StringBuilder();
      for (SignerRole role : roles) {
        out.append(role)
            .append(' ')
            .append(people.get(role))
            .append(' ')
            .append(hash(role, people.get(role), content))
            .append('\n');
      }
      return Bytes.of(out + "\n" + content, StandardCharsets.UTF_8);
    }

    private static String hash(SignerRole role, String person, String content) {
      return EventRecord.hashOf(
          Bytes.of("secret of " + role + person + content, StandardCharsets.UTF_8));
    }

    @Override
    public SignedContent verify(Bytes signed, Set<SignerRole> required) throws TrustException {
      String text = signed.toText(StandardCharsets.UTF_8);
      int end = text.indexOf("\n\n");
      if (end < 0) {
        throw new TrustException("malformed", "This is no signed message.", "");
      }
      String content = text.substring(end + 2);
      List<Signer> signers = new ArrayList<>();
      for (String line : text.substring(0, end).lines().toList()) {
        signers.add(signer(line.split(" ", -1), content));
      }
      Set<SignerRole> roles = new HashSet<>();
      Set<String> people = new HashSet<>();
      signers.forEach(signer -> roles.add(signer.role()));
      signers.forEach(signer -> people.add(signer.subject()));
      if (!roles.containsAll(required)) {
        throw new TrustException("signer-missing", "A required role did not sign.", "");
      }
      if (people.size() < required.size()) {
        throw new TrustException("same-signer", "One person signed in two roles.", "");
      }
      return new SignedContent(Bytes.of(content, StandardCharsets.UTF_8), signers);
    }

    private Signer signer(String[] words, String content) throws TrustException {
      Optional<SignerRole> role =
          Arrays.stream(SignerRole.values())
              .filter(candidate -> candidate.name().equals(words[0]))
              .findFirst();
      if (words.length != 3 || role.isEmpty()) {
        throw new TrustException("malformed", "A signer cannot be read.", "");
      }
      if (!PEOPLE.containsValue(words[1])) {
        throw new TrustException("chain-untrusted", "Nobody vouches for the signer.", words[1]);
      }
      if (!hash(role.get(), words[1], content).equals(words[2])) {
        throw new TrustException("signature-invalid", "A signature does not hold.", words[1]);
      }
      if (expired.contains(words[1])) {
        throw new TrustException("certificate-expired", "A certificate has ended.", words[1]);
      }
      return new Signer(role.get(), words[1]);
    }
  }

  public static final class Journal implements EventJournal, AuditTrail {
    public final List<Event> events = new ArrayList<>();
    public boolean failing;

    /** Whether it says so once it holds an event. */
    public boolean confirming;

    public List<EventName> names() {
      return events.stream().map(Event::name).toList();
    }

    public Fields last(EventName name) {
      return events.stream()
          .filter(event -> event.name() == name)
          .reduce((first, second) -> second)
          .orElseThrow(() -> new AssertionError("no " + name + " in " + names()))
          .toFields();
    }

    @Override
    public CompletableFuture<EventRecord> append(Event event) {
      if (failing) {
        return CompletableFuture.failedFuture(new IllegalStateException("full"));
      }
      events.add(event);
      return confirming
          ? CompletableFuture.completedFuture(
              EventRecord.of(
                  new StreamId("gw-1", "7f3a", event.lane()),
                  events.size(),
                  EventRecord.FIRST_PREVIOUS,
                  new ClockReading(NOW, ClockQuality.SYNCHRONISED, 0),
                  event))
          : new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Void> keep(Event event) {
      return append(event).thenApply(record -> null);
    }

    @Override
    public List<StreamStatus> streams() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<EventRecord> read(StreamId stream, long afterSequence, int maxCount) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void confirm(StreamId stream, long upTo, String hash) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Fields> findAnswer(String requestId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void rememberAnswer(String requestId, Fields answer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void rememberUnchanged(String requestId, Fields answer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AutoCloseable onAppended(Runnable listener) {
      throw new UnsupportedOperationException();
    }
  }

  public static final class MutableClock implements TrustedClock {
    public Instant wall = NOW;
    public ClockQuality quality = ClockQuality.SYNCHRONISED;

    private long monotonicMs;

    public void pass(Duration duration) {
      wall = wall.plus(duration);
      monotonicMs += duration.toMillis();
    }

    @Override
    public ClockReading read() {
      return new ClockReading(wall, quality, monotonicMs);
    }
  }

  /** Channels over a store, by a clock that stands. */
  public static Channels channels(Store store, Journal journal) {
    return channels(store, journal, new MutableClock());
  }

  public static Channels channels(Store store, Journal journal, TrustedClock clock) {
    return new Channels(store, clock, new ChannelEvents(new Recorder(journal, journal)));
  }

  public static final DeviceIdentity IDENTITY =
      new DeviceIdentity() {
        @Override
        public String gatewayId() {
          return "gw-1";
        }

        @Override
        public String hospital() {
          return "Example Hospital";
        }

        @Override
        public Optional<Instant> certificateEnds() {
          return Optional.empty();
        }
      };

  /** Hides by exclusive or and binds to the context by a hash. */
  public static final Sealer SEALER =
      new Sealer() {
        @Override
        public Bytes seal(Bytes plain, Bytes context) {
          byte[] out = plain.toArray();
          for (int i = 0; i < out.length; i++) {
            out[i] ^= 0x55;
          }
          return Bytes.of(tag(plain, context) + Bytes.of(out).toHex(), StandardCharsets.US_ASCII);
        }

        @Override
        public Bytes open(Bytes sealed, Bytes context) throws TrustException {
          try {
            String text = sealed.toText(StandardCharsets.US_ASCII);
            byte[] out = Bytes.fromHex(text.substring(64)).toArray();
            for (int i = 0; i < out.length; i++) {
              out[i] ^= 0x55;
            }
            if (tag(Bytes.of(out), context).equals(text.substring(0, 64))) {
              return Bytes.of(out);
            }
          } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // not sealed here
          }
          throw new TrustException("seal-broken", "The seal is broken.", "");
        }

        private String tag(Bytes plain, Bytes context) {
          return EventRecord.hashOf(
              Bytes.of(context.toHex() + "|" + plain.toHex(), StandardCharsets.US_ASCII));
        }
      };
}
