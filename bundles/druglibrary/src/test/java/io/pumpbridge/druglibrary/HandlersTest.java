// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static io.pumpbridge.druglibrary.lab.Examples.signedLibrary;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.association.AssociationCheck;
import io.pumpbridge.druglibrary.association.AssociationEvents;
import io.pumpbridge.druglibrary.association.AssociationHandler;
import io.pumpbridge.druglibrary.association.Associations;
import io.pumpbridge.druglibrary.channel.Channels;
import io.pumpbridge.druglibrary.channel.LibraryStatus;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.library.LibraryHandler;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.library.StatementHandler;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.druglibrary.store.CrashingStore;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.measure.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandlersTest {
  private final CrashingStore store = new CrashingStore();
  private final Fakes.Signing signing = new Fakes.Signing();
  private final Fakes.Journal journal = new Fakes.Journal();
  private final Recorder recorder = new Recorder(journal, journal);
  private final Fakes.MutableClock clock = new Fakes.MutableClock();
  private final Channels channels = Fakes.channels(store, journal, clock);
  private final LibraryShelf shelf =
      new LibraryShelf(store, signing, Fakes.IDENTITY, recorder, channels);
  private final LibraryStatus status = new LibraryStatus(shelf, channels, clock);
  private final CommandHandler libraries = LibraryHandler.of(shelf, status::tell);
  private final CommandHandler statements = StatementHandler.of(shelf, clock);
  private final CommandHandler associations =
      AssociationHandler.of(
          new Associations(
              new SealedStore(store, Fakes.SEALER),
              new AssociationCheck(signing, Fakes.IDENTITY),
              new AssociationEvents(recorder)),
          new Fakes.MutableClock());

  private static Answer ask(CommandHandler handler, Command.Verb verb, Bytes body) {
    return handler.handle(new Command("r1", verb, handler.resource(), body));
  }

  @Test
  void aLibraryIsAnsweredWithItsVersion() throws Exception {
    Answer first = ask(libraries, Command.Verb.EXEC, signedLibrary(3));
    assertThat(first.status()).isEqualTo(Answer.Status.OK);
    assertThat(first.body().findFlag("accepted")).contains(true);
    assertThat(first.body().text("code")).isEqualTo("library-in-force");
    assertThat(first.body().whole("version")).isEqualTo(3);
    Answer again = ask(libraries, Command.Verb.EXEC, signedLibrary(3));
    assertThat(again.status()).isEqualTo(Answer.Status.OK);
    assertThat(again.body().text("code")).isEqualTo("library-already-in-force");
    assertThat(again.body().text("reason")).isEqualTo("Version 3 was already in force.");
  }

  @Test
  void aRefusalIsAnsweredWithCodeAndSentence() throws Exception {
    ask(libraries, Command.Verb.EXEC, signedLibrary(3));
    Answer answer = ask(libraries, Command.Verb.EXEC, signedLibrary(2));
    assertThat(answer.status()).isEqualTo(Answer.Status.BAD_REQUEST);
    assertThat(answer.body().findFlag("accepted")).contains(false);
    assertThat(answer.body().text("code")).isEqualTo("library-not-newer");
    store.failing = true;
    assertThat(ask(libraries, Command.Verb.EXEC, signedLibrary(4)).status())
        .as("our fault, not the sender's")
        .isEqualTo(Answer.Status.ERROR);
  }

  @Test
  void anAssociationIsAnsweredWithItsId() throws Exception {
    Answer answer = ask(associations, Command.Verb.EXEC, signedAssociation(ASSOCIATION));
    assertThat(answer.status()).isEqualTo(Answer.Status.OK);
    assertThat(answer.body().text("code")).isEqualTo("association-held");
    assertThat(answer.body().text("association")).isEqualTo("example-not-for-clinical-use-1");
    assertThat(
            ask(associations, Command.Verb.EXEC, signedAssociation(ASSOCIATION))
                .body()
                .text("code"))
        .isEqualTo("association-already-held");
    Answer refused = ask(associations, Command.Verb.EXEC, Bytes.EMPTY);
    assertThat(refused.status()).isEqualTo(Answer.Status.BAD_REQUEST);
    assertThat(refused.body().text("code")).isEqualTo("malformed");
  }

  @Test
  void aStatementIsAnsweredWithWhatIsInForceNow() throws Exception {
    ask(libraries, Command.Verb.EXEC, signedLibrary(3));
    ask(libraries, Command.Verb.EXEC, signedLibrary(4));
    Bytes statement = Examples.signedStatement(Examples.statement(1, 4, 3));
    Answer first = ask(statements, Command.Verb.EXEC, statement);
    assertThat(first.status()).isEqualTo(Answer.Status.OK);
    assertThat(first.body().text("code")).isEqualTo("statement-holds");
    assertThat(first.body().text("reason")).isEqualTo("Statement 1 holds; version 3 is in force.");
    assertThat(first.body().whole("in_force_version")).isEqualTo(3);
    Answer again = ask(statements, Command.Verb.EXEC, statement);
    assertThat(again.body().text("code")).isEqualTo("statement-already-holds");
    Answer refused = ask(libraries, Command.Verb.EXEC, signedLibrary(4));
    assertThat(refused.body().text("code")).isEqualTo("library-withdrawn");
  }

  @Test
  void whatIsInForceIsAnsweredToGet() throws Exception {
    Answer none = ask(libraries, Command.Verb.GET, Bytes.EMPTY);
    assertThat(none.status()).isEqualTo(Answer.Status.OK);
    assertThat(none.body().text("why_not")).isEqualTo("library-none");
    ask(libraries, Command.Verb.EXEC, signedLibrary(3));
    Answer some = ask(libraries, Command.Verb.GET, Bytes.EMPTY);
    assertThat(some.body().fields("in_force").whole("version")).isEqualTo(3);
    assertThat(some.body().text("why_not")).isEqualTo("no-pump");
  }

  @Test
  void nothingElseIsUnderstood() throws Exception {
    for (CommandHandler handler : List.of(libraries, statements, associations)) {
      for (Command.Verb verb : Command.Verb.values()) {
        if (verb != Command.Verb.EXEC && !(verb == Command.Verb.GET && handler == libraries)) {
          Answer answer = ask(handler, verb, signedLibrary(3));
          assertThat(answer.status()).isEqualTo(Answer.Status.BAD_REQUEST);
          assertThat(answer.body().text("code")).isEqualTo("verb-not-supported");
        }
      }
    }
    assertThat(shelf.inForce()).isEmpty();
  }
}
