/** English: the table that says which strings there are. Placeholders stand in braces; counts have plural forms. */
export const en = {
  // the room
  loading: "Opening the room…",
  partFailed: "This part could not be loaded.",
  home: "Majlis: to the first page",
  here: { one: "{count} here", other: "{count} here" },
  membersTitle: "In the room",
  membersMore: { one: "and {count} more", other: "and {count} more" },
  you: "you",
  away: "away",
  yourName: "Your name",
  changeName: "Change your name, {name}",
  save: "Save",
  cancel: "Cancel",
  openInTab: "Open in its own tab",

  // inviting
  invite: "Invite",
  inviteTitle: "Invite people",
  inviteHint: "Whoever has this link can come in, read and write.",
  roomLink: "Link to this room",
  copyLink: "Copy link",
  copied: "Copied",
  copyByHand: "The link is selected: copy it with your keyboard or menu.",
  share: "Share…",
  emptyTitle: "Welcome to {room}",
  emptyAlone: "You are the first here. What you write now waits for your guests.",
  emptyTogether: {
    one: "{count} of you here, and nothing said yet.",
    other: "{count} of you here, and nothing said yet.",
  },

  // messages
  messages: "Messages",
  fetching: "Fetching messages…",
  fetchFailed: "Messages could not be fetched.",
  tryAgain: "Try again",
  beginning: "The conversation begins here.",
  edited: "edited",
  deleted: "This message was deleted.",
  replyTo: "In reply to {name}",
  replyUnknown: "In reply to an earlier message",
  reactions: "Reactions",
  reactionBy: "{emoji} {count}: {names}",
  jump: "Jump to latest",
  newMessages: { one: "{count} new message", other: "{count} new messages" },
  wentBy: { one: "{count} message went by", other: "{count} messages went by" },
  show: "Show them",
  unread: "New",
  toUnread: "To the first new message",
  sending: "Sending",
  failed: "Not sent.",
  retry: "Retry",
  remove: "Delete",
  edit: "Edit",
  deleteAsk: "Delete for everyone?",
  messageActions: "What you can do with this message",

  // writing
  write: "Write a message",
  send: "Send",
  editing: "Editing your message",
  charactersLeft: { one: "{count} character left", other: "{count} characters left" },
  charactersOver: { one: "{count} character too many", other: "{count} characters too many" },
  bytesOver: "This is longer than a message can be.",
  invalidText: "The text holds characters that cannot be sent.",
  typingOne: "{name} is writing…",
  typingTwo: "{name} and {other} are writing…",
  typingMany: {
    one: "{name}, {other} and {count} other are writing…",
    other: "{name}, {other} and {count} others are writing…",
  },

  // writing: mentions and emoji
  emoji: "Emoji",
  emojiSearch: "Find an emoji",
  emojiGroups: "Kinds of emoji",
  emojiRecent: "Used last",
  emojiFound: "Found",
  emojiNone: "No emoji is called that.",
  emoji_smileys: "Faces and feelings",
  emoji_people: "People",
  emoji_nature: "Animals and plants",
  emoji_food: "Food and drink",
  emoji_places: "Travel and places",
  emoji_activities: "Play and sport",
  emoji_objects: "Things",
  emoji_symbols: "Signs",
  emoji_flags: "Flags",
  mentionsYou: "This calls you:",
  skinTone: "Skin tone",
  skinTone0: "no tone",
  skinTone1: "light",
  skinTone2: "medium-light",
  skinTone3: "medium",
  skinTone4: "medium-dark",
  skinTone5: "dark",

  // acting on a message

  // finding

  // settings, and being told

  // names
  nameEmpty: "Write a name.",
  nameTooLong: {
    one: "A name has at most {count} character.",
    other: "A name has at most {count} characters.",
  },
  nameControl: "This name holds characters that cannot be seen.",
  nameReserved: "A name has no colon, and no asterisk first.",

  // the connection
  connecting: "Connecting…",
  reconnectingIn: {
    one: "Connection lost. Reconnecting in {count} second…",
    other: "Connection lost. Reconnecting in {count} seconds…",
  },
  reconnecting: "Connection lost. Reconnecting…",
  offline: "You are offline. What you write is sent when you are back.",
  retryNow: "Retry now",
  closedTitle: "You are no longer connected",
  closedRoomName: "No room can have this name: use 1 to 64 letters, digits, hyphens or underscores.",
  closedProtocol: "This page is older than the room. Reload it to go on.",
  closedToken: "The room no longer knows who you were. Reload the page to come in anew.",
  closedName: "The room does not accept your name. Reload the page to come in under another.",
  closedOther: "The room said: {reason}",
  reload: "Reload",
  toLanding: "To the first page",

  // said by the announcer
  saidBy: "{name}: {text}",
  saidSent: "Sent",
  saidOnline: "Connected again.",
  saidFailed: "Not sent: {text}",

  // refusals
  errorForbidden: "You may not do this here.",
  errorGone: "This message is no longer kept.",
  errorBusy: "The room has too much to do. Try again shortly.",
  errorTooFast: "Too much at once. Wait a moment, then go on.",
  errorUnknown: "It is not known whether this was stored. Look, and send it again if it was not.",
  errorNoConnection: "There is no connection to the room at the moment.",
  errorFull: "Too many messages are waiting to be sent already.",
  errorStale: "This waited long to be sent. Send it still?",
  errorOther: "That did not work: {reason}",
} as const;
