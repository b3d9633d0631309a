/** One endpoint under test and a scripted peer, for the scenario tests of the protocol's layers. */
package dev.pipit.coap.testkit.scenario;
