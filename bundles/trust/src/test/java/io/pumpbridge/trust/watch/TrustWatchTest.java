// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrustWatchTest {
  private static final Authority OLD = Authority.root("old root");
  private static final Authority NEW = Authority.root("new root");

  @TempDir Path temp;
  private final List<Event> told = new ArrayList<>();
  private boolean storing = true;

  private StateFolder state() throws IOException {
    return StateFolder.open(temp.resolve("trust"));
  }

  private IdentityStore identity() throws IOException {
    return new IdentityStore(state(), new SecureRandom());
  }

  /** As after a start: nothing in memory. */
  private TrustWatch watch() throws IOException {
    return new TrustWatch(
        state(),
        identity(),
        new AnchorFolder(temp.resolve("server")),
        new AnchorFolder(temp.resolve("signers")),
        event -> {
          told.add(event);
          return storing
              ? CompletableFuture.completedFuture(null)
              : CompletableFuture.failedFuture(new IOException("disk full"));
        });
  }

  private void put(String kind, String name, Authority authority) throws IOException {
    Files.createDirectories(temp.resolve(kind));
    Files.writeString(temp.resolve(kind).resolve(name), Authority.pem(authority.certificate()));
  }

  private String lastTold() {
    return told.get(told.size() - 1).toFields().toString();
  }

  @Test
  void whatNeverChangesIsToldOnceEverAlsoAcrossRestarts() throws Exception {
    put("server", "root.pem", OLD);
    watch().look();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).name()).isEqualTo(EventName.ANCHORS_CHANGED);
    assertThat(lastTold()).contains("CN=old root").contains("\"removed_count\":0");
    TrustWatch later = watch();
    later.look();
    later.look();
    assertThat(told).hasSize(1);
  }

  @Test
  void aRootThatWasExchangedWhileTheAgentWasOffIsSeen() throws Exception {
    put("signers", "root.pem", OLD);
    watch().look();
    put("signers", "root.pem", NEW);
    watch().look();
    assertThat(told).hasSize(2);
    assertThat(lastTold())
        .contains("\"anchors\":\"signers\"")
        .contains("\"added_count\":1")
        .contains("CN=new root")
        .contains("\"removed_count\":1");
    Files.delete(temp.resolve("signers/root.pem"));
    watch().look();
    assertThat(lastTold()).contains("\"added_count\":0").contains("\"removed_count\":1");
  }

  @Test
  void anotherNameOfTheSameRootIsNoChange() throws Exception {
    put("server", "a.pem", OLD);
    watch().look();
    put("server", "b.pem", OLD);
    watch().look();
    assertThat(told).hasSize(1);
  }

  @Test
  void aNewCertificateIsToldWithItsSerialHashesAndEnd() throws Exception {
    IdentityStore store = identity();
    TrustWatch watch = watch();
    watch.look();
    assertThat(told).as("none yet, as ever").isEmpty();
    var waiting = store.waiting();
    KeyPair keys = new KeyPair(waiting.publicKey(), waiting.key());
    store.install(OLD.issue(Wish.gateway("gw-1").withKeys(keys)).chain());
    watch.look();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).name()).isEqualTo(EventName.IDENTITY_CHANGED);
    assertThat(lastTold())
        .contains("CN=gw-1", "\"serial\":", "\"sha256\":", "\"key_sha256\":", "\"ends\":")
        .doesNotContain("previous_sha256");
    store.install(OLD.issue(Wish.gateway("gw-1").withKeys(keys)).chain());
    watch.look();
    assertThat(lastTold()).contains("previous_sha256");
  }

  @Test
  void whatCouldNotBeStoredIsToldAgain() throws Exception {
    put("server", "root.pem", OLD);
    storing = false;
    TrustWatch watch = watch();
    watch.look();
    storing = true;
    watch.look();
    watch.look();
    assertThat(told).hasSize(2);
    watch().look();
    assertThat(told).as("and then no more").hasSize(2);
  }

  @Test
  void aDamagedNoteOfWhatWasSeenOnlyTellsItAgain() throws Exception {
    put("server", "root.pem", OLD);
    watch().look();
    state().replace(Seen.FILE, new byte[] {0, 1, 2, -1});
    watch().look();
    assertThat(told).hasSize(2);
  }

  @Test
  void afterACrashBeforeTheEventWasDurableItIsToldAgain() throws Exception {
    put("server", "root.pem", OLD);
    TrustWatch hanging =
        new TrustWatch(
            state(),
            identity(),
            new AnchorFolder(temp.resolve("server")),
            new AnchorFolder(temp.resolve("signers")),
            event -> new CompletableFuture<>());
    hanging.look();
    watch().look();
    assertThat(told).hasSize(1);
  }
}
