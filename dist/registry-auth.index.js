export const id = "registry-auth";
export const ids = ["registry-auth"];
export const modules = {

/***/ 83028:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readRegistryAuth: () => (/* binding */ readRegistryAuth)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(33483);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16986);


const keys = ['registry', 'username', 'password'];
const hostName = /^[A-Za-z0-9.-]+(:\d{1,5})?$/;
/**
 * Reads the input `registry-auth`: logins by the name of their registry. The form is that of docker/login-action's input
 * of this name, and its default registry too.
 * https://github.com/docker/login-action#set-scopes-for-the-authentication-token
 * @throws UserError `bad-input` that names the lines with mistakes, and shows nothing of what they have
 */
function readRegistryAuth(text) {
    const lineCounter = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    // Every value is a text in this schema: a password may look like a number.
    const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(text, { lineCounter, schema: 'failsafe', logLevel: 'silent' });
    const lineOf = (offset) => lineCounter.linePos(offset ?? 0).line;
    const [broken] = document.errors;
    if (broken !== undefined)
        throw bad([
            `line ${lineOf(broken.pos[0])} is no valid YAML; a password with special characters needs quotes`,
        ]);
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(document.contents))
        throw bad(['it is no list of logins']);
    const logins = new Map();
    const problems = document.contents.items.flatMap((item) => {
        const line = lineOf(item.range[0]);
        if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(item))
            return [`line ${line} is no login with a username and a password`];
        const unknown = item.items.flatMap(({ key }) => (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) && keys.some((one) => one === key.value) ? [] : [`line ${line}: there is ${keyOf(key)}`]);
        const { registry = 'docker.io', username = '', password = '', } = item.toJS(document);
        const missing = Object.entries({ username, password }).flatMap(([name, value]) => typeof value === 'string' && value !== ''
            ? []
            : [`line ${line}: ${name} is empty, often a secret that this workflow may not read`]);
        if (typeof registry !== 'string' || !hostName.test(registry))
            return [...unknown, ...missing, `line ${line}: registry is no host name such as ghcr.io`];
        if (logins.has(registry))
            return [...unknown, ...missing, `line ${line}: ${registry} has a login already`];
        logins.set(registry, { username: String(username), password: String(password) });
        return [...unknown, ...missing];
    });
    if (problems.length > 0)
        throw bad(problems);
    return logins;
}
/** A key that is no word may be a password in the wrong place. */
function keyOf(key) {
    const name = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) && typeof key.value === 'string' && /^[a-z-]{1,20}$/.test(key.value) ? key.value : '';
    return `${name === '' ? 'another key' : name}, and no place for it; there are ${keys.join(', ')}`;
}
function bad(problems) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .yo('bad-input', problems.map((one) => `Input 'registry-auth': ${one}.`).join('\n'), 'Write it as for docker/login-action: a list, each with registry (docker.io without it), username and password.');
}


/***/ })

};
