// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one action is written.
 *
 * @param verb the first word
 * @param argument how the rest is named for people; empty if there is none
 * @param meaning what it does
 * @param maker makes the action of the rest; throws {@link IllegalArgumentException} with a clause
 */
record ActionForm(String verb, String argument, String meaning, Function<String, Action> maker) {

  /** More would be a slip of the pen. */
  private static final int MOST_FRAMES = 1_000_000;

  /** What fits into memory without a thought. */
  private static final int MOST_BYTES = 1_000_000;

  static final List<ActionForm> ALL =
      List.of(
          alone("start", "presses the start key", new PanelAction.Start()),
          alone("stop", "presses the stop key", new PanelAction.Stop()),
          new ActionForm(
              "rate", "V", "turns to V mL/h", text -> new PanelAction.Rate(decimal(text))),
          new ActionForm(
              "vtbi",
              "V",
              "sets the volume to be infused, mL",
              text -> new PanelAction.Vtbi(decimal(text))),
          new ActionForm(
              "load",
              "V",
              "a new syringe or bag with V mL",
              text -> new PanelAction.Load(decimal(text))),
          alone("empty", "nothing is left in it", new PanelAction.Empty()),
          alone("occlude", "kinks the line to the patient", new PanelAction.Occlude()),
          alone("free", "takes the kink out", new PanelAction.Free()),
          alone("clear", "acknowledges an alarm", new PanelAction.Clear()),
          new ActionForm(
              "mains",
              "off|on",
              "takes the mains away, gives them back",
              text -> new PanelAction.Mains(isOn(text))),
          new ActionForm(
              "battery",
              "PCT",
              "puts 0 to 100 % of a full charge into the battery",
              text -> new PanelAction.Battery(number(text, 0, 100))),
          alone("unplug", "pulls the cable", new LineAction.Unplug()),
          alone("replug", "plugs it in again", new LineAction.Replug()),
          new ActionForm(
              "corrupt",
              "N",
              "flips one bit in each of the next N frames",
              text -> new LineAction.Corrupt(number(text, 1, MOST_FRAMES))),
          new ActionForm(
              "noise",
              "N",
              "random bytes around each of the next N frames",
              text -> new LineAction.Noise(number(text, 1, MOST_FRAMES))),
          new ActionForm(
              "silence",
              "T",
              "swallows what the pump says for T, for example 2s",
              text -> new LineAction.Silence(Durations.parse(text))),
          new ActionForm(
              "late",
              "T",
              "from now on answers come T late; 0s for in time",
              text -> new LineAction.Late(Durations.parse(text))),
          new ActionForm(
              "echo",
              "on|off",
              "whether the line sends back what it hears",
              text -> new LineAction.Echo(isOn(text))),
          new ActionForm(
              "flood",
              "N",
              "sends N random bytes",
              text -> new LineAction.Flood(number(text, 1, MOST_BYTES))),
          new ActionForm(
              "say",
              "TEXT",
              "sends TEXT unasked; \\r, \\n and \\xHH are bytes",
              text -> new LineAction.Say(Spoken.parse(text))),
          new ActionForm(
              "swap",
              "SERIAL",
              "another pump of the same kind answers from now on",
              text -> new LineAction.Swap(word(text))),
          alone("end", "ends the simulator", new LineAction.End()));

  private static ActionForm alone(String verb, String meaning, Action action) {
    return new ActionForm(verb, "", meaning, rest -> action);
  }

  static Optional<ActionForm> find(String verb) {
    return ALL.stream().filter(form -> form.verb().equals(verb)).findFirst();
  }

  /** For example {@code rate V}. */
  String usage() {
    return argument.isEmpty() ? verb : verb + " " + argument;
  }

  private static String decimal(String text) {
    if (!text.matches("[0-9]{1,5}(\\.[0-9]{1,3})?")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no decimal number; write for example 5 or 12.50");
    }
    return text;
  }

  private static int number(String text, int least, int most) {
    boolean isNumber = text.matches("[0-9]{1,7}");
    int number = isNumber ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "'" + text + "' is no whole number from " + least + " to " + most);
    }
    return number;
  }

  private static boolean isOn(String text) {
    if (!text.equals("on") && !text.equals("off")) {
      throw new IllegalArgumentException("'" + text + "' is neither on nor off");
    }
    return text.equals("on");
  }

  private static String word(String text) {
    if (text.contains(" ")) {
      throw new IllegalArgumentException("'" + text + "' is more than one word");
    }
    return text;
  }
}
