#include "alerts/desk_roles.hpp"

#include <map>
#include <string_view>

namespace nightjar {
namespace {

/// The least role that may ask; what is not here is for those who supervise.
const std::map<std::string_view, KeyRole>& roles() {
  static const std::map<std::string_view, KeyRole> roles{
      {"snapshot", KeyRole::watch}, {"since", KeyRole::watch},    {"evidence", KeyRole::watch},
      {"search", KeyRole::watch},   {"act", KeyRole::operate},    {"lookup", KeyRole::operate},
      {"add", KeyRole::operate},    {"cancel", KeyRole::operate}, {"hold", KeyRole::operate},
      {"sortie", KeyRole::operate}};
  return roles;
}

KeyRole needed_for(const DeskRequest& request) {
  if (request.what == "search" && request.body.contains("mark")) return KeyRole::operate;
  const auto found = roles().find(request.what);
  return found == roles().end() ? KeyRole::supervise : found->second;
}

}  // namespace

std::string role_fault(DeskRequest& request) {
  if (!request.asker) return {};
  const DeskAsker& asker = *request.asker;
  const KeyRole needed = needed_for(request);
  if (asker.role < needed)
    return "do: found a key for \"" + std::string(name_of(asker.role)) + "\", expected one for \"" +
           std::string(name_of(needed)) + "\" to " + request.what;
  if (asker.role == KeyRole::console) return {};
  if (!request.person.empty() && request.person != asker.key)
    return "person: found \"" + request.person + "\", expected \"" + asker.key +
           "\", whose key this is; only a console acts for others";
  request.person = asker.key;
  return {};
}

}  // namespace nightjar
