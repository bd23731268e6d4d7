#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "alerts/desk_client.hpp"
#include "config/site.hpp"
#include "tools/nightjar/site_keys.hpp"

namespace CLI {
class App;
}

namespace nightjar {

/// `on_restricted`: elsewhere "not given" is put down where none is.
enum class ReasonNeeded { yes, on_restricted, no };

/// What every command to a running worker is given.
struct DeskOrder {
  std::string site;    ///< the site file
  std::string person;  ///< who wants it; the login name where it is not given
  std::string reason;
  std::string channel;  ///< this one alone; empty: as the command says
  NamedKeys keys;
  bool person_given = false;
  ReasonNeeded reason_needed = ReasonNeeded::no;
};

/// Adds SITE, --person, --reason, --channel, --key and --server-key to a command.
[[nodiscard]] std::shared_ptr<DeskOrder> add_desk_order(CLI::App& command, ReasonNeeded reason);

/// Of whoever runs this program; empty where it is not known.
[[nodiscard]] std::string login_name();

/// A channel that has a desk.
struct DeskTarget {
  std::string channel;
  std::string endpoint;             ///< as it is reached from here
  std::optional<CurveLogin> login;  ///< where it is encrypted
  bool restricted = false;
};

/// The desks that an order goes to, or what is wrong with it: lines for people.
struct DeskTargets {
  std::vector<DeskTarget> desks;
  std::vector<std::string> errors;
};
[[nodiscard]] DeskTargets desk_targets(const DeskOrder& order);

/// Why the order is given to a desk: as it says, or "not given"; empty: none, though the desk wants one.
[[nodiscard]] std::string reason_at(const DeskTarget& desk, const DeskOrder& order);

/// What is wrong where an order to a restricted channel does not say why; one line a channel.
[[nodiscard]] std::vector<std::string> reasons_missing(const std::vector<DeskTarget>& desks,
                                                       const DeskOrder& order);

/// Who acts: the key's holder, unless the desk is plain, or it is a console's key, or somebody is named.
[[nodiscard]] std::string person_at(const DeskTarget& desk, const DeskOrder& order);

/// A request with the order's person and reason. Throws DeskSilence.
[[nodiscard]] DeskReply ask_desk(const DeskTarget& desk, const DeskOrder& order,
                                 nlohmann::ordered_json request);

/// Prints lines to stderr; the exit code of wrong input.
[[nodiscard]] int refuse_order(const std::vector<std::string>& errors);

/// Prints that no worker answers; the exit code of what ran and failed.
[[nodiscard]] int tell_silence(const std::string& command, const DeskSilence& silence);

}  // namespace nightjar
