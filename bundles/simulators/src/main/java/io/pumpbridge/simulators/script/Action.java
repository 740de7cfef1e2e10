// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.script;

/** One thing that happens to a pump or to its line. */
public sealed interface Action permits PanelAction, LineAction {

  /** As it is written in a script. */
  String text();
}
