/**
 * A module of ours inside the private server: makes accounts without a second Prosody process, cuts connections as a cable does,
 * and puts any stanza on any client's stream, which is what a spoofing test needs. It answers only to the token of this run.
 */
export const TEST_CONTROL = `
module:depends("http");
local usermanager = require "core.usermanager";
local rostermanager = require "core.rostermanager";
local st = require "util.stanza";
local id = require "util.id";
local jid_split = require "util.jid".split;
local json = require "util.json";
local token = module:get_option_string("test_control_token");

local function sessions(address)
  local node, _, resource = jid_split(address);
  local user = module.host and prosody.hosts[module.host].sessions[node];
  local found = {};
  for name, session in pairs(user and user.sessions or {}) do
    if not resource or name == resource then found[#found + 1] = session; end
  end
  return found;
end

-- Debian's SASL2 modules are written for a later Prosody. It has more methods on a connection, and hands on the header's address
-- with the features; without them every stream dies at its features.
require "util.filters".add_filter_hook(function (session)
  if session.type ~= "c2s_unauthed" then return; end
  require "util.filters".add_filter(session, "bytes/in", function (text)
    local header = type(text) == "string" and session.type == "c2s_unauthed" and text:match("<stream:stream[^>]*>");
    if header then session.header_from = header:match([=[%sfrom=["']([^"']*)["']]=]); end
    return text;
  end, 100);
end);

module:hook("stream-features", function (event)
  event.stream = event.stream or { from = event.origin.header_from };
  local mt = event.origin.conn and getmetatable(event.origin.conn);
  local methods = mt and type(mt.__index) == "table" and mt.__index;
  if not methods or methods.ssl_info then return; end
  local function ask(name)
    return function (self, ...)
      local socket = self:socket();
      if socket and socket[name] then return socket[name](socket, ...); end
    end
  end
  methods.ssl_info = ask("info");
  methods.ssl_peerfinished = ask("getpeerfinished");
  -- Not the key exporter: what mod_saslauth puts in the place of its handler knows no channel binding, and a token bound to it would find none.
end, 1000);

-- It also has stream management in two halves, so that its answer can stand inside another: the answer first, and what follows when told.
-- Here the answer is caught on its way out.
local function catch(session, act)
  local real, caught, owner = session.send, {}, session;
  session.send = setmetatable({}, {
    __call = function (_, stanza) caught[#caught + 1] = stanza; return true; end;
    __index = function (_, key) return real[key]; end;
    __newindex = function (_, key, value)
      if key == "session" then owner = value; end
      real[key] = value;
    end;
  });
  act();
  if owner == session then session.send = real; else owner.send = real; end
  return caught, owner;
end

-- A refused resumption says why by a method that stanzas here do not have.
st.stanza_mt.__index.add_error = st.stanza_mt.__index.add_error or function (stanza, err)
  return stanza:tag(err.condition or "undefined-condition", { xmlns = "urn:ietf:params:xml:ns:xmpp-stanzas" }):up();
end

-- Nor do they have what finds out which device shows a token.
st.stanza_mt.__index.get_child_attr = st.stanza_mt.__index.get_child_attr or function (stanza, name, xmlns, attr)
  local child = stanza:get_child(name, xmlns);
  return child and child.attr[attr];
end

-- And times may have a fraction there, as those of a token have.
local datetime = require "util.datetime";
local whole = datetime.datetime;
datetime.datetime = function (time) return whole(time and math.floor(time)); end;

local function inline_management(smacks)
  function smacks.do_enable(session, request)
    local answer = catch(session, function () smacks.handle_enable(session, request, "urn:xmpp:sm:3"); end)[1];
    if answer.name ~= "enabled" then return nil, { type = "cancel", condition = "unexpected-request" }; end
    return { type = "enabled"; id = answer.attr.id; resume_max = answer.attr.max; finish = function () end };
  end
  function smacks.do_resume(session, request)
    local caught, resumed = catch(session, function () smacks.handle_resume(session, request, "urn:xmpp:sm:3"); end);
    local answer = caught[1];
    if answer.name ~= "resumed" then return nil, { type = "cancel", condition = "item-not-found", context = { h = tonumber(answer.attr.h) } }; end
    -- Whoever gives out tokens after this asks the session that goes on how it has signed in.
    resumed.sasl_handler = session.sasl_handler;
    local function finish()
      session.resending_unacked, resumed.resending_unacked = true, true;
      for i = 2, #caught do resumed.send(caught[i]); end
      session.resending_unacked, resumed.resending_unacked = nil, nil;
    end
    return { type = "resumed"; session = resumed; id = answer.attr.previd; finish = finish };
  end
end

-- A session that goes on reads with the parser of the connection that was cut, maybe in the middle of a stanza; it is to read with the new one.
module:hook("smacks-hibernation-end", function (event)
  event.resumed.data = event.origin.data;
  event.resumed.data.session = event.resumed;
end);

module:hook("advertise-sasl-features", function (event)
  event.stream = event.stream or { from = event.origin.header_from };
  local smacks = prosody.hosts[module.host].modules.smacks;
  if smacks and not rawget(smacks, "do_enable") then inline_management(smacks); end
end, 1000);

local commands = {
  register = function (body)
    if usermanager.user_exists(body.user, module.host) then return { error = "the name is taken" }; end
    local ok, err = usermanager.create_user(body.user, body.password, module.host);
    return ok and { ok = true } or { error = tostring(err) };
  end;
  remove = function (body)
    local ok, err = usermanager.delete_user(body.user, module.host);
    return ok and { ok = true } or { error = tostring(err) };
  end;
  contact = function (body)
    local roster = rostermanager.load_roster(body.user, module.host);
    roster[body.contact] = { subscription = "both", name = body.name, groups = {} };
    rostermanager.save_roster(body.user, module.host, roster, nil, body.contact);
    rostermanager.roster_push(body.user, module.host, body.contact);
    return { ok = true };
  end;
  nick = function (body)
    local service = module:depends("pep").get_pep_service(body.user);
    local item = st.stanza("item", { xmlns = "http://jabber.org/protocol/pubsub", id = "current" })
      :text_tag("nick", body.name, { xmlns = "http://jabber.org/protocol/nick" });
    local ok, err = service:publish("http://jabber.org/protocol/nick", true, "current", item, { access_model = "presence", persist_items = true });
    return ok and { ok = true } or { error = tostring(err) };
  end;
  archive = function (body)
    local store = module:open_store(module:get_option_string("archive_store", "archive"), "archive");
    for _, message in ipairs(body.messages) do
      local from, to = jid_split(message.from), jid_split(message.to);
      local stanza = st.message({ from = message.from, to = message.to, type = "chat", id = message.id or id.medium() }, message.body);
      for owner, with in pairs({ [from] = message.to, [to] = message.from }) do store:append(owner, nil, stanza, message.at, with); end
    end
    return { ok = true, count = #body.messages };
  end;
  forget = function (body)
    local muc = prosody.hosts[select(2, jid_split(body.room))].modules.muc;
    local room = muc.get_room_from_jid(body.room);
    local occupant = room and room:get_occupant_by_nick(body.room .. "/" .. body.nickname);
    if not occupant then return { error = "there is no such occupant" }; end
    for full in occupant:each_session() do room._jid_nick[full] = nil; end
    room._occupants[occupant.nick] = nil;
    return { ok = true };
  end;
  cut = function (body)
    local found = sessions(body.address);
    for _, session in ipairs(found) do if session.conn then session.conn:destroy(); end end
    return { ok = true, count = #found };
  end;
  inject = function (body)
    local found = sessions(body.address);
    for _, session in ipairs(found) do if session.conn then session.conn:write(body.xml); end end
    return { ok = true, count = #found };
  end;
  sessions = function (body)
    local names = {};
    for _, session in ipairs(sessions(body.address)) do names[#names + 1] = session.full_jid; end
    return { ok = true, names = names };
  end;
};

module:provides("http", { default_path = "/test-control"; route = {
  ["POST /*"] = function (event, name)
    if event.request.headers.authorization ~= "Bearer " .. token then return 403; end
    local command, body = commands[name], json.decode(event.request.body);
    if not command or not body then return 400; end
    event.response.headers.content_type = "application/json";
    return json.encode(command(body));
  end;
} });
`;
